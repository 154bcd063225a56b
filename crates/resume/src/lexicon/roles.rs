//! Words of positions and of employers, and how strongly a text looks like either.

use std::sync::OnceLock;

use super::list::WordList;
use super::{fold, is_han, tokens};

/// Head nouns of positions, folded. Stems end in `*`.
const TITLES: &str = "brewer* climber* guide* conservator* restorer* ranger* gardener* potter* tailor* jeweler* jeweller* butcher* blacksmith* roofer* mason stonemason* joiner* glazier* upholsterer* tiler* plasterer* painter* decorator* registrar* bricklayer* firefighter* lifeguard* sommelier* dietitian* optician* optometrist* radiographer* sonographer* geneticist* astronomer* historian* anthropologist* archaeologist* animator* illustrator* composer* dancer* choreographer* singer bookkeeper* beautician* hairdresser* barber florist* rigger* machinist* toolmaker* fitter* turner millwright* seamstress* weaver* distiller* winemaker* shepherd farmer* forester* fisher fisherman miner* sailor* deckhand* bosun navigator* dispatcher* rescuer* warden* usher* examiner* inspector* assessor* adjuster* appraiser* auctioneer* curate priest pastor* chaplain* imam rabbi governess nanny butler valet apprentice journeyman \
brauer* winzer* kellermeister* schreiner* zimmermann zimmerer* steinmetz* uhrmacher* schuhmacher* schneider* goldschmied* buchbinder* instrumentenbauer* geigenbauer* glaser* installateur* mechatronikerin heizungsbauer* optiker* augenoptiker* hebamme* heilpraktiker* logopad* ergotherapeut* erzieherin betreuer* hausdame* geselle gesellin volontarin lektor* bibliothekar* archivar* restaurator* kurator* kameramann kamerafrau beleuchter* tontechniker* maskenbildner* regisseur* dramaturg* forster* landwirt* imker* jager* matrose kapitan* lotse* pilotin flugbegleiter* zugbegleiter* triebfahrzeugfuhrer* feuerwehrmann polizist* soldat* richter* notar* staatsanwalt* statiker* vermesser* bauleiter* polier* vorarbeiter* schichtleiter* betriebsleiter* werkstattleiter* \
brasseur* vigneron* maitre charpentier* menuisier* ebeniste* macon* couvreur* carreleur* peintre* plaquiste* tailleur* couturier* couturiere* bijoutier* horloger* luthier* relieur* fleuriste* jardinier* paysagiste* agriculteur* agricultrice* eleveur* berger* bergere* pecheur* marin matelot* capitaine* pilote* guide* moniteur* monitrice* regisseur* eclairagiste* realisateur* realisatrice* scenariste* monteur* monteuse* comedien* danseur* danseuse* chanteur* chanteuse* archiviste* bibliothecaire* conservateur* conservatrice* restaurateur* restauratrice* notaire* greffier* huissier* sage-femme kinesitherapeute* orthophoniste* opticien* dieteticien* auxiliaire* contremaitre* contremaitresse* artisan* artisane ouvreur* facteur* factrice pompier* gardien* gardienne* \
cervecero* ceramista* alfarero* carpintero* carpintera* albanil* herrero* sastre* costurera* joyero* relojero* luthier* jardinero* jardinera* agricultor* agricultora* ganadero* pescador* marinero* capitan* piloto guia* restaurador* restauradora* bibliotecario* bibliotecaria* archivero* archivera* fotografo* fotografa* actor actriz bailarin* cantante* musico* notario* juez fiscal* matrona* fisioterapeuta* logopeda* optico* nutricionista* bombero* policia* soldado ayudante* oficial* capataz* aparejador* topografo* controlador* controladora* despachador* tostador* catador* catadora* instructor* instructora* interprete* guionista* locutor* locutora* \
cervejeiro* mestre mestra pedreiro* carpinteiro* marceneiro* serralheiro* alfaiate* costureiro* costureira* joalheiro* jardineiro* jardineira* agricultor lavrador* pescador marinheiro* capitao piloto guia restaurador bibliotecario arquivista* fotografo ator atriz musico notario juiz juiza parteira* fisioterapeuta fonoaudiologo* nutricionista bombeiro* policial soldado ajudante* oficial biologo* biologa* bolseiro* bolseira* formador* formadora* topografo orcamentista* comissario* comissaria* locutor \
mastro birraio* enologo* enologa* cantiniere* falegname* muratore* fabbro* sarto* sarta* orafo* orologiaio* liutaio* giardiniere* giardiniera* agricoltore* allevatore* pastore* pescatore* marinaio* capitano* pilota* guida* restauratore* restauratrice* bibliotecario bibliotecaria archivista* fotografo fotografa attore attrice ballerino* cantante musicista* notaio* giudice* ostetrica* fisioterapista* logopedista* ottico* dietista* vigile* poliziotto* saldatore* carpentiere* aiuto geometra* perito* caposquadra* istruttore* istruttrice* interprete sceneggiatore* maestro maestra \
brouwer* molenaar* molenmaker* timmerman* metselaar* dakdekker* rietdekker* stukadoor* schilder* loodgieter* smid kleermaker* goudsmid* hovenier* tuinman* boer boerin veehouder* visser schipper* binnenschipper* matroos stuurman kapitein* loods piloot gids* restaurator archivaris* bibliothecaris* fotograaf* acteur actrice danser* zanger* muzikant* notaris* rechter* verloskundige* kraamverzorgende* fysiotherapeut* logopedist* opticien* dietist* brandweerman* politieagent* soldaat voorman* ploegleider* uitvoerder* werkvoorbereider* landmeter* kraanmachinist* machinist* leerling* waarnemend* instructeur* tolk* \
engineer* developer* programmer analyst* manager* director* officer consultant* specialist* coordinator* administrator* assistant* associate supervisor* technician* designer* architect* accountant* auditor clerk nurse* physician surgeon doctor therapist* pharmacist teacher* lecturer* professor* tutor* instructor* trainer* coach counselor counsellor advisor adviser agent* representative* executive* president vice lead leader head chief ceo cto cfo coo cio intern internship trainee* apprentice* scientist* researcher* fellow postdoc writer* editor* journalist* reporter* producer* photographer* translator* interpreter* lawyer* attorney* paralegal* solicitor* barrister* secretary receptionist* cashier* salesperson salesman seller buyer* planner* scheduler* operator* driver* mechanic* electrician* plumber* welder* carpenter* chef cook baker barista bartender waiter waitress server host hostess housekeeper* cleaner* janitor guard caretaker* carer caregiver* librarian* archivist* curator* economist* statistician* mathematician* strategist* recruiter* partner founder* co-founder cofounder owner* freelancer* freelance contractor* volunteer* tester* owner master scrum devops sre foreman inspector* controller* treasurer broker* trader* underwriter* actuary steward* stewardess pilot captain sergeant lieutenant principal dean superintendent deputy staff marketer copywriter* merchandiser* stylist* actor musician superintendent worker* labourer laborer handler picker packer dispatcher* concierge paramedic* midwife dentist hygienist veterinarian psychologist* sociologist biologist chemist physicist geologist surveyor* estimator* model* member demonstrator mentor* grader ambassador* facilitator* organizer* negotiator provider practitioner* \
ingenieur* entwickler* programmierer* leiter* leiterin leitung geschaftsfuhrer* sachbearbeiter* mitarbeiter* assistent* assistenz berater* referent* techniker* mechaniker* mechatroniker* elektriker* elektroniker* kaufmann kauffrau kaufleute buchhalter* controllerin pfleger* krankenpfleger* krankenschwester arzt arztin lehrer* dozent* erzieher* padagoge* verkaufer* vertriebs* sekretar* praktikant* werkstudent* auszubildende* azubi trainee volontar* referendar* wissenschaftl* hilfskraft aushilfe fahrer* lagerist* logistiker* meister* gestalter* redakteur* ubersetzer* anwalt anwaltin rechtsanwalt* jurist* steuerberater* prufer* einkaufer* disponent* teamleiter* projektleiter* abteilungsleiter* filialleiter* bereichsleiter* gruppenleiter* vorstand prokurist* inhaber* selbstandig* freiberufl* koch kochin kellner* backer* friseur* hausmeister* monteur* schlosser* schweisser* tischler* maler* maurer* dachdecker* gartner* apotheker* therapeut* psychologe* sozialarbeiter* sozialpadagog* fachkraft fachinformatiker* fachwirt* betriebswirt* architektin administratorin spezialist* experte* expertin koordinator* managerin konstrukteur* planer* analystin bankkaufmann bankkauffrau \
ingenieure developpeur* developpeuse programmeur* directeur directrice responsable* chef* charge chargee gestionnaire* assistante* conseiller* conseillere* consultante* technicien* technicienne* comptable* infirmier* infirmiere* medecin* enseignant* professeur* formateur* formatrice vendeur* vendeuse* commercial* commerciale attache* secretaire* stagiaire* alternant* apprenti* adjoint* animateur* animatrice* educateur* educatrice* juriste* avocat* acheteur* acheteuse* logisticien* magasinier* cariste* chauffeur* livreur* cuisinier* cuisiniere serveur* serveuse* boulanger* coiffeur* ouvrier* ouvriere* operateur* operatrice* mecanicien* electricien* plombier* soudeur* redacteur* redactrice* traducteur* traductrice* graphiste* concepteur* architecte* analyste* coordinateur* coordinatrice* administrateur* administratrice* pharmacien* aide-soignant* gerant* gerante* president* presidente fondateur* fondatrice* benevole* chercheur* chercheuse* doctorant* controleur* controleuse* auditeur* auditrice* employe* employee* agente hote hotesse superviseur* concepteur \
ingeniero* ingeniera* desarrollador* desarrolladora* programador* programadora* director directora* gerente* jefe* jefa* responsable* encargado* encargada* coordinador* coordinadora* administrador* administradora* administrativo* administrativa* asistente* auxiliar* consultor* consultora* asesor* asesora* tecnico* tecnica* contable* contador* contadora* enfermero* enfermera* medico medica profesor* profesora* docente* maestro maestra vendedor* vendedora* comercial* dependiente* dependienta* secretario* secretaria* becario* becaria* practicante* aprendiz* analista* disenador* disenadora* arquitecto* arquitecta* abogado* abogada* periodista* redactor* redactora* traductor* traductora* investigador* investigadora* operario* operaria* operador* operadora* conductor* conductora* mecanico* electricista* cocinero* cocinera* camarero* camarera* recepcionista* cajero* cajera* farmaceutico* farmaceutica* psicologo* psicologa* supervisor* supervisora* especialista* socio fundador* fundadora* presidente* ejecutivo* ejecutiva* delegado* delegada* gestor* gestora* monitor* monitora* educador* educadora* \
engenheiro* engenheira* desenvolvedor* desenvolvedora* diretor* diretora* chefe* encarregado* coordenador* coordenadora* administrativo assistente* auxiliar consultor assessor* assessora* tecnico tecnica contador contabilista* enfermeiro* enfermeira* professor* professora* vendedor vendedora secretaria estagiario* estagiaria* estagio aprendiz analista designer* arquiteto* arquiteta* advogado* advogada* jornalista* tradutor* tradutora* pesquisador* pesquisadora* operador motorista* mecanico eletricista* cozinheiro* cozinheira* recepcionista caixa farmaceutico psicologo supervisor especialista socio fundador presidente gestor gestora atendente* monitor lider* \
ingegnere* sviluppatore* sviluppatrice* programmatore* programmatrice* direttore* direttrice* responsabile* capo* coordinatore* coordinatrice* amministratore* amministratrice* amministrativo amministrativa assistente* consulente* tecnico tecnica contabile* ragioniere* ragioniera* infermiere* infermiera* medico dottore insegnante* docente* professore* professoressa* venditore* venditrice* commesso* commessa* segretario* segretaria* stagista* tirocinante* apprendista* analista progettista* architetto* avvocato* giornalista* redattore* redattrice* traduttore* traduttrice* ricercatore* ricercatrice* operaio* operaia* operatore* operatrice* autista* meccanico* elettricista* cuoco* cuoca* cameriere* cameriera* receptionist cassiere* cassiera* farmacista* psicologo psicologa impiegato* impiegata* addetto* addetta* specialista* titolare* fondatore* presidente educatore* educatrice* grafico* grafica* magazziniere* \
ontwikkelaar* programmeur directeur* hoofd* teamleider* projectleider* leidinggevende* medewerker* medewerkster* assistent adviseur* consulent* technicus* monteur boekhouder* verpleegkundige* arts leraar* lerares* docent* verkoper* verkoopster* secretaresse* stagiair* stagiaire* leerling* analist* ontwerper* architect* advocaat* journalist* redacteur* vertaler* onderzoeker* chauffeur kok ober receptionist* apotheker psycholoog* coordinator beheerder* administrateur* eigenaar* oprichter* voorzitter* vrijwilliger* inkoper* planner magazijnmedewerker* kwaliteitsingenieur* begeleider* ingenieur uitvoerder* werkvoorbereider* accountmanager* manager \
desarrollo";

/// Titles without a head noun of their own.
const TITLE_PHRASES: &str = "human resources|quality assurance|customer service|team lead|tech lead|head of|chief of|working student|product owner|front desk|line cook|sous chef|chef de|member of technical staff|wissenschaftliche hilfskraft|duales studium|freiwilliges soziales jahr|elternzeit|rr. hh.|recursos humanos|assistante rh|help desk|business development|werkstudent";

/// Endings of positions in Chinese.
const TITLES_HAN: [&str; 64] = [
    "企划",
    "业务员",
    "行政",
    "助教",
    "店员",
    "技师",
    "药师",
    "督导",
    "副理",
    "课长",
    "处长",
    "班长",
    "采购",
    "督察",
    "操作工",
    "辅导员",
    "工程师",
    "经理",
    "总监",
    "主管",
    "专员",
    "助理",
    "分析师",
    "设计师",
    "架构师",
    "开发",
    "会计",
    "护士长",
    "护士",
    "医生",
    "医师",
    "教师",
    "老师",
    "讲师",
    "教授",
    "顾问",
    "代表",
    "总裁",
    "主任",
    "秘书",
    "实习生",
    "研究员",
    "编辑",
    "记者",
    "翻译",
    "律师",
    "司机",
    "厨师",
    "店长",
    "组长",
    "队长",
    "负责人",
    "合伙人",
    "创始人",
    "程序员",
    "运营",
    "策划",
    "销售",
    "客服",
    "文员",
    "出纳",
    "审计",
    "培训生",
    "技术员",
];

/// Legal forms, folded.
const LEGAL: &str = "inc inc. llc l.l.c. ltd ltd. limited plc llp lp corp corp. corporation co. company gmbh mbh ag kg kgaa se ohg ug e.v. ev e.k. sa s.a. sas s.a.s. sarl s.a.r.l. sasu eurl sl s.l. s.l.u. slu sau spa s.p.a. srl s.r.l. bv b.v. nv n.v. ltda ltda. lda lda. pvt pvt. private ab oy as aps eirl cv c.v. vof pty gbr partg stiftung";

/// Nouns of organisations, folded. Stems end in `*`.
const ORGANISATIONS: &str = "atelier* taller* bottega* oficina* werkstatt* werkplaats* manufaktur* tenuta* cantina* vigna domaine* chateau ferme granja* hacienda* finca* fazenda* quinta weingut* boerderij* rederij* buro planungsburo* ingenieurburo* architekturburo* bureau* maison casa theatre* teatro* festival* museo* musee* museu* kirche* eglise* iglesia* igreja* chiesa* kerk* feuerwehr* polizei* gemeinde* comune commune mairie ayuntamiento* prefeitura* municipio* gemeente* landkreis stadtwerke* observator* observatoire* sternwarte* zoo aquarium* garten* brauerei* brewery breweries brasserie* cerveceria* cervejaria* birrificio* brouwerij* distillery winery vineyard* farm farms ranch orchard* sagewerk* shipyard* werft* cantiere* chantier* astillero* estaleiro* apotheke* pharmacy pharmacie* farmacia* apotheek* praxis* maatschap* surgery spital* hostal* hostel* auberge* albergo* camping trattoria* osteria* pizzeria* konditorei* backerei* boulangerie* panaderia* padaria* panificio* bakkerij* metzgerei* boucherie* carniceria* slagerij* gartnerei* vivero viveiro* vivaio kwekerij* druckerei* imprimerie* imprenta* tipografia* drukkerij* spedition* transportes trasporti bouwbedrijf* construcciones construcoes costruzioni aerolineas* aeropuerto* aeroporto* aerodromo* flughafen* luchthaven* bergbahn* bergbahnen railway* railways pastoral station stations estate estates cabinet* notariaat* trust guild society* collective* collectif* colectivo* coletivo* collettivo* collectief* kollektiv* syndicat* sindicato* sindacato* vakbond* gewerkschaft* cooperativa* cooperatie* malteria* destileria* tannerie* trattorie muebles textil* hilaturas viajes voyages viaggi reisen reiseburo* kontor* handels* handel groothandel* grosshandel* \
university universitat* universite* universidad* universidade* universita* universiteit* college* school* schule* gymnasium ecole* escuela* escola* scuola* lycee* institut* instituto* istituto* institute* academy akademie* academie* academia* accademia* hospital* klinik* klinikum clinic* clinica* clinique* hopital ospedale* ziekenhuis* krankenhaus* medical health healthcare care center centre zentrum centro centrum bank* banque* banco* banca* insurance versicherung* assurance* seguros assicurazioni* group* gruppe* groupe* grupo* gruppo* groep* holding* systems* software solutions* technologies* technology tech labs lab laboratories laboratory laboratoire* consulting partners associates services industries industry manufacturing engineering logistics warehousing freight shipping transport* trucking supply airlines airways aviation motors automotive robotics electronics energy power solar oil gas petroleum chemicals pharma* pharmaceuticals biotech foods food kitchen bistro restaurant* cafe bakery catering hotel* resort* hospitality inn casino media studio* studios design creative marketing advertising agency agencia agentur* agence* agenzia* press publishing verlag* editions news radio television film entertainment games records music retail stores store shop* market markets supermarket boutique fashion textiles apparel furniture homes realty properties estates construction builders bau* immobilien* immobilier* law legal llp kanzlei* cabinet* notariat office* ministry ministerium* ministere* ministerio* ministero* ministerie* department* government council city stadt* ville county state federal agency authority commission* foundation fundacion* fondation* fondazione* stichting* association* verein* verband* asociacion* associazione* society charity church army navy force police red cross youth community club* team network networks digital data analytics cloud cyber security telecom* mobile wireless internet web online global international worldwide national europe* capital ventures investments finance financial credit trust fund equity wealth advisors staffing recruiting recruitment personnel talent elementary middle high primary secondary kindergarten* nursery kita werke werk fabrik* usine* factory plant mill mills works company firma* entreprise* empresa* azienda* bedrijf* societe* sociedad* societa* cooperative cooperativa genossenschaft* museum* theater* theatre* opera* library bibliothek* nonprofit ngo initiative* program* project";

const ORGANISATIONS_HAN: [&str; 36] = [
    "商城",
    "超市",
    "杂志",
    "报社",
    "传媒",
    "物流",
    "实业",
    "幼儿园",
    "诊所",
    "俱乐部",
    "公司",
    "集团",
    "大学",
    "学院",
    "医院",
    "银行",
    "学校",
    "中学",
    "小学",
    "研究所",
    "研究院",
    "事务所",
    "工厂",
    "酒店",
    "中心",
    "协会",
    "基金会",
    "政府",
    "委员会",
    "出版社",
    "电视台",
    "工作室",
    "科技",
    "有限",
    "股份",
    "网络",
];

fn titles() -> &'static WordList {
    static LIST: OnceLock<WordList> = OnceLock::new();
    LIST.get_or_init(|| WordList::new(TITLES, 4))
}

fn organisations() -> &'static WordList {
    static LIST: OnceLock<WordList> = OnceLock::new();
    LIST.get_or_init(|| WordList::new(ORGANISATIONS, 4))
}

fn legal_forms() -> &'static WordList {
    static LIST: OnceLock<WordList> = OnceLock::new();
    LIST.get_or_init(|| WordList::new(LEGAL, 0))
}

/// Compounds of German and Dutch carry their head noun at the end.
fn ends_in_title(token: &str) -> bool {
    const ENDS: &str = "ingenieur ingenieurin entwickler entwicklerin leiter leiterin berater beraterin techniker technikerin mechaniker mechanikerin mechatroniker mechatronikerin assistent assistentin pfleger pflegerin kaufmann kauffrau sachbearbeiter sachbearbeiterin mitarbeiter mitarbeiterin verkaufer verkauferin lehrer lehrerin manager managerin referent referentin elektroniker elektronikerin fuhrer fuhrerin verwalter verwalterin beauftragter beauftragte helfer helferin zeichner zeichnerin arbeiter arbeiterin trainer trainerin forscher forscherin student studentin praktikant praktikantin fahrer fahrerin informatiker informatikerin fachangestellte fachangestellter angestellte angestellter schwester anwalt anwaltin \
medewerker medewerkster ontwikkelaar beheerder leider ontwerper verpleegkundige adviseur consulent monteur leraar engineer developer";
    token.len() > 9 && ENDS.split_whitespace().any(|end| token.ends_with(end) && token.len() > end.len() + 2)
}

/// Compounds of German and Dutch that name a firm: "Tourismusverband", "Uitzendbureau".
fn ends_in_firm(token: &str) -> bool {
    const ENDS: &str = "verband verein werke werk bank klinik betrieb betriebe handel schule kirche anstalt gesellschaft agentur zentrum institut dienst dienste verlag brauerei backerei metzgerei gruppe vertrieb spital krankenhaus kanzlei praxis \
bedrijf groep huis ziekenhuis kliniek winkel fabriek bureau vereniging stichting centrum maatschappij school college kring";
    token.len() > 8 && ENDS.split_whitespace().any(|end| token.ends_with(end) && token.len() > end.len() + 3)
}

/// How much a text looks like a position; 0 for not at all.
pub(crate) fn title_score(text: &str) -> f32 {
    if text.chars().any(is_han) {
        let folded = fold(text);
        let bare = folded.trim_matches(|character: char| !is_han(character));
        return if TITLES_HAN.iter().any(|end| bare.ends_with(end)) {
            2.5
        } else if TITLES_HAN.iter().any(|word| bare.contains(word)) {
            1.0
        } else {
            0.0
        };
    }
    let folded = fold(text);
    let words: Vec<&str> = tokens(&folded).collect();
    let mut score: f32 = 0.0;
    for word in &words {
        if titles().contains(word) || ends_in_title(word) {
            score += 2.0;
            break;
        }
    }
    if TITLE_PHRASES.split('|').any(|phrase| folded.contains(phrase)) {
        score += 1.5;
    }
    if words.first().is_some_and(|first| {
        matches!(
            *first,
            "senior"
                | "junior"
                | "sr"
                | "jr"
                | "chief"
                | "lead"
                | "deputy"
                | "vice"
                | "stellvertretender"
                | "leitender"
                | "leitende"
        )
    }) {
        score += 1.0;
    }
    if folded.contains("(m/w") || folded.contains("m/f") {
        score += 1.0;
    }
    score
}

/// How much a text looks like an employer; 0 for not at all.
pub(crate) fn employer_score(text: &str) -> f32 {
    if text.chars().any(is_han) {
        let text = fold(text);
        let ends = text.trim_end_matches(|letter: char| !is_han(letter));
        return if ORGANISATIONS_HAN.iter().any(|word| text.contains(word)) {
            3.0
        } else if ends.chars().count() > 2
            && ends.ends_with(['厂', '店', '社', '局', '馆', '所', '院', '行', '部', '处'])
        {
            1.5
        } else {
            0.0
        };
    }
    let folded = fold(text);
    let mut score: f32 = 0.0;
    if has_legal_form(&folded) {
        score += 3.0;
    }
    let words: Vec<&str> = tokens(&folded).collect();
    if words.iter().any(|word| organisations().contains(word) || ends_in_firm(word)) {
        score += 1.2;
    }
    // An organisation's noun at the end is its name: "Tidewell Legal".
    if words.len() > 1 && words.last().is_some_and(|last| organisations().contains(last)) {
        score += 0.6;
    }
    if text.contains(".com")
        || text.contains(".io")
        || text.contains(".de")
        || folded.contains(" & co")
        || folded.contains("'s ")
    {
        score += 1.0;
    }
    score
}

/// Whether a folded text carries a legal form: "gmbh", "inc."
pub(crate) fn has_legal_form(folded: &str) -> bool {
    folded.split([' ', ',']).any(|word| legal_forms().contains(word))
}

#[cfg(test)]
mod tests {
    use super::{employer_score, title_score};

    #[test]
    fn positions_and_employers_are_told_apart() {
        let titles = [
            "Senior Software Engineer",
            "Gesundheits- und Krankenpflegerin",
            "Développeur web",
            "Técnico de RR. HH.",
            "高级前端工程师",
            "Kwaliteitsingenieur",
            "Werkstudent",
            "Sous Chef",
            "Analista Financeira",
        ];
        for title in titles {
            assert!(title_score(title) > employer_score(title), "{title}");
        }
        let employers = [
            "Halden Logistics GmbH & Co. KG",
            "Universität Wien",
            "青禾电子商务股份有限公司",
            "Acme, Inc.",
            "Tidewell Legal",
            "Northgale Hospitality",
        ];
        for employer in employers {
            assert!(employer_score(employer) > title_score(employer), "{employer}");
        }
    }
}
