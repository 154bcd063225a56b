//! Uploads: multipart bodies streamed to staging, limited while they arrive, never held in memory.

use std::collections::HashMap;

use axum::extract::{FromRequest, Multipart, Request};

use crate::guard::Web;
use crate::reply::Problem;

/// What came with a multipart form.
pub struct Upload {
    pub fields: HashMap<String, String>,
    pub files: Vec<UploadedFile>,
}

/// One file, staged; it is not part of the record until it is claimed.
pub struct UploadedFile {
    pub field: String,
    pub file_name: String,
    /// The staged file, or why it was refused in the user's words.
    pub staged: Result<files::Staged, String>,
}

impl Upload {
    /// A text field; empty where it is missing.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

const CUT_OFF: &str =
    "The upload was cut off before it was complete. Check the connection and send it again.";

impl FromRequest<Web> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        let mut parts = Multipart::from_request(request, web)
            .await
            .map_err(|_| Problem::Refused("Choose a file to upload.".into()))?;
        let mut upload = Self { fields: HashMap::new(), files: vec![] };
        while let Some(mut part) = parts.next_field().await.map_err(|_| Problem::Refused(CUT_OFF.into()))? {
            let field = part.name().unwrap_or_default().to_owned();
            let Some(file_name) = part.file_name().map(display_name) else {
                let text = part.text().await.map_err(|_| Problem::Refused(CUT_OFF.into()))?;
                upload.fields.insert(field, text.chars().take(base::limits::TEXT_CHARS_MAX).collect());
                continue;
            };
            if file_name.is_empty() {
                continue;
            }
            if upload.files.len() >= base::limits::BATCH_FILES_MAX {
                return Err(Problem::Refused(format!(
                    "At most {} files at once.",
                    base::limits::BATCH_FILES_MAX
                )));
            }
            let staged = stage(&web.house.files, &mut part, &file_name).await?;
            upload.files.push(UploadedFile { field, file_name, staged });
        }
        Ok(upload)
    }
}

async fn stage(
    store: &files::Store,
    part: &mut axum::extract::multipart::Field<'_>,
    file_name: &str,
) -> Result<Result<files::Staged, String>, Problem> {
    let archive = file_name.to_lowercase().ends_with(".zip");
    let limit = if archive { base::limits::ARCHIVE_BYTES_MAX } else { base::limits::UPLOAD_BYTES_MAX };
    let mut staging = store.stage(limit).await?;
    let mut refused = None;
    // A refused file is read to its end all the same, so that the files after it are not lost.
    while let Some(chunk) = part.chunk().await.map_err(|_| Problem::Refused(CUT_OFF.into()))? {
        if refused.is_none()
            && let Err(cause) = staging.write(&chunk).await
        {
            refused = Some(match cause {
                files::FilesError::TooLarge { .. } => {
                    format!("Larger than {}. Send a smaller file.", crate::words::size(limit as i64))
                }
                other => return Err(other.into()),
            });
        }
    }
    match refused {
        Some(why) => Ok(Err(why)),
        None => Ok(Ok(staging.finish().await?)),
    }
}

/// The last part of a path, without control characters: names come from strangers.
fn display_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(base::limits::LINE_CHARS_MAX).collect()
}
