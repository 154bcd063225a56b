/**
 * Times as people say them, kept fresh; exact on hover.
 *
 * Contract: <time datetime="2026-11-17T08:42:00Z" data-relative>17 Nov</time>
 *   Text of the server stands without script. With it: "now", "12 min", "8:42" (today), "Sun" (last six days),
 *   "17 Nov", "17 Nov 2025", in the reader's zone and the page's language.
 */
import { onLoad } from "./dom.js";

const minute = 60_000;
const day = 24 * 60 * minute;
// Plain "en" would mean American order; the house writes 17 Nov and 16:20.
const language = document.documentElement.lang.replace(/^en$/, "en-GB") || "en-GB";
const format = options => new Intl.DateTimeFormat(language, options);
const clock = format({ hour: "numeric", minute: "2-digit" });
const weekday = format({ weekday: "short" });
const dayMonth = format({ day: "numeric", month: "short" });
const dayMonthYear = format({ day: "numeric", month: "short", year: "numeric" });
const exact = format({ dateStyle: "full", timeStyle: "short" });
const inMinutes = new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "short" });

const startOfDay = date => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** The short words for a moment, seen from `now`. */
export function say(then, now) {
  const ago = now - then;
  if (ago >= 0 && ago < minute) return "now";
  if (ago >= 0 && ago < 60 * minute) return inMinutes.format(Math.floor(ago / minute));
  const days = Math.round((startOfDay(now) - startOfDay(then)) / day);
  if (days === 0) return clock.format(then);
  if (days > 0 && days < 7) return weekday.format(then);
  return then.getFullYear() === now.getFullYear() ? dayMonth.format(then) : dayMonthYear.format(then);
}

const known = new Set();

function refresh(time) {
  const then = new Date(time.dateTime);
  if (Number.isNaN(then.getTime())) return;
  const words = say(then, new Date());
  if (time.textContent !== words) time.textContent = words;
  time.title = exact.format(then);
}

onLoad("time[data-relative]", time => {
  known.add(time);
  refresh(time);
});

setInterval(() => {
  for (const time of known) {
    if (time.isConnected) refresh(time);
    else known.delete(time);
  }
}, minute);
