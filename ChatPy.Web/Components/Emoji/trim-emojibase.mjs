// Makes wwwroot/emoji.json out of the npm package emojibase-data: every emoji once, with its names in English and French.
// Run: npm pack emojibase-data@17.0.0 && tar xzf emojibase-data-17.0.0.tgz && node trim-emojibase.mjs package ../../wwwroot/emoji.json
// docs/decisions/0007-emojibase.md says why.
import { readFileSync, writeFileSync } from 'node:fs';

const [source, target] = process.argv.slice(2);
const newest = 15.1;   // what systems of the last two years can draw
const read = path => JSON.parse(readFileSync(`${source}/${path}.json`, 'utf8'));
const lists = ['en/shortcodes/emojibase', 'en/shortcodes/github', 'fr/shortcodes/emojibase', 'fr/shortcodes/cldr'].map(read);
const french = new Map(read('fr/data').map(entry => [entry.hexcode, entry]));
const component = 2;   // skin tones and hair by themselves

const bare = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const words = text => text.split(/[^\p{L}\p{N}+-]+/u);

const rows = read('en/data')
  .filter(entry => entry.group !== undefined && entry.group !== component && entry.version <= newest)
  .sort((one, other) => one.group - other.group || one.order - other.order)
  .map(entry => {
    const other = french.get(entry.hexcode);
    // What the names say already is not said again; the page makes codes of them by itself.
    const names = [entry.label, other.label].map(name => bare(name).replace(/[^\p{L}\p{N}]+/gu, '_'));
    const codes = [...new Set(lists.flatMap(list => list[entry.hexcode] ?? []).map(bare))].filter(code => code.length <= 40 && !names.includes(code));
    const known = new Set(words(`${names.join(' ')} ${codes.join(' ')}`));
    const more = [...new Set(words(bare([...entry.tags ?? [], ...other.tags ?? []].join(' '))))].filter(word => word.length > 1 && !known.has(word));
    // An emoji that is one by itself needs no selector: written by a keyboard it has none, and both must be equal.
    const emoji = entry.emoji.replace(/^(\p{Emoji_Presentation})\uFE0F$/u, '$1');
    return [emoji, entry.group, entry.label, other.label, codes.join(' '), more.join(' ')];
  });

writeFileSync(target, JSON.stringify({
  from: 'emojibase-data 17.0.0, https://emojibase.dev, MIT License, Copyright (c) 2017-2019 Miles Johnson',
  emoji: rows,
}).replaceAll('],[', '],\n[') + '\n');
console.log(`${rows.length} emoji`);
