// The emoji and their names, loaded when somebody first asks for one.
// A row: the emoji, its group, its English and French names, short codes, further words.
import { plain } from './fuzzy.js';
import { kept } from './kept.js';

const picked = kept('chatpy.emoji');
const skin = kept('chatpy.tone');
const maxRecent = 24;
let loading;

export function load() {
  loading ??= fetch(new URL('emoji.json', document.baseURI))
    .then(answer => answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText)))
    .then(data => data.emoji.map(([emoji, group, english, french, codes, words]) => {
      const names = [english, french].map(name => plain(name).replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_|_$/g, ''));
      return { emoji, group, english, french, codes: [...codes.split(' ').filter(code => code), ...names], words: `${names.join('_')}_${words}`.split(/[ _]/) };
    }));
  loading.catch(() => { loading = undefined; });   // asked again at the next letter
  return loading;
}

/** The name in the language of the page. */
export const nameOf = row => document.documentElement.lang === 'fr' ? row.french : row.english;

/** The code to show: the shortest that begins as was typed, else the first. */
export const codeFor = (row, typed) => row.codes.filter(code => code.startsWith(typed)).sort((one, other) => one.length - other.length)[0] ?? row.codes[0];

/** Rows that fit what was typed, the best first: a code, the beginning of one, the beginning of a word. */
export function find(rows, typed, count) {
  const wanted = plain(typed).split(/[\s_]+/).filter(word => word);
  const whole = wanted.join('_');
  if (whole === '') { return []; }
  const rank = row => {
    if (row.codes.includes(whole)) { return 0; }
    if (row.codes.some(code => code.startsWith(whole))) { return 1; }
    return wanted.every(word => row.words.some(known => known.startsWith(word)) || row.codes.some(code => `_${code}`.includes(`_${word}`))) ? 2 : 3;
  };
  // Of two that begin so, the shorter is more often meant: :cha is a cat before it is a cat that weeps.
  const length = (row, place) => place === 1 ? codeFor(row, whole).length : 0;
  return rows.map(row => ({ row, rank: rank(row) })).filter(found => found.rank < 3)
    .map(found => ({ ...found, length: length(found.row, found.rank) }))
    .sort((one, other) => one.rank - other.rank || one.length - other.length).slice(0, count).map(found => found.row);
}

/** The emoji that has exactly this code. */
export const exactly = (rows, code) => rows.find(row => row.codes.includes(plain(code)))?.emoji;

/** What was picked last, without tone, the newest first. */
export function recent() {
  const list = picked.read();
  return Array.isArray(list) ? list.filter(emoji => typeof emoji === 'string').slice(0, maxRecent) : [];
}

export const remember = emoji => picked.write([emoji, ...recent().filter(other => other !== emoji)].slice(0, maxRecent));

/** The skin tone that this person likes: 0 for the yellow of the font, else 1, light, to 5, dark. */
export function tone() {
  const value = skin.read();
  return Number.isInteger(value) && value > 0 && value <= 5 ? value : 0;
}

export const chooseTone = value => skin.write(value || null);

// One hand or person, whatever they do. Couples and families stay as they are: each of them could have another.
const alone = /^(?![👪👯🤼])(\p{Emoji_Modifier_Base})\uFE0F?(?!.*\p{Emoji_Modifier_Base})/u;

/** An emoji of the list, with that tone if it has a skin. */
export const toned = emoji => tone() === 0 ? emoji : emoji.replace(alone, `$1${String.fromCodePoint(0x1F3FA + tone())}`);
