/** Small letters without accents: « Élève » is found by "eleve", « Cœur » by "coeur". */
export const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae').replaceAll('ß', 'ss');

/**
 * How well a query fits something with a name and further marks, all of them plain; 0 for not at all. Every word must be found: best at
 * the start of the name, then at the start of a word, inside, in the marks, and last as letters that follow each other.
 */
export function fit(query, name, marks) {
  let sum = 1;
  for (const word of query.split(' ')) {
    if (word === '') { continue; }
    const worth = fitWord(word, name, marks);
    if (worth === 0) { return 0; }
    sum += worth;
  }
  return sum;
}

function fitWord(word, name, marks) {
  const at = name.indexOf(word);
  if (at === 0) { return 5; }
  if (at > 0) { return /[\p{L}\p{N}]/u.test(name[at - 1]) && !` ${name}`.includes(` ${word}`) ? 3 : 4; }
  if (marks.includes(word)) { return 2; }
  return word.length > 1 && follows(word, name) ? 1 : 0;
}

function follows(word, name) {
  let from = 0;
  for (const letter of word) {
    from = name.indexOf(letter, from) + 1;
    if (from === 0) { return false; }
  }
  return true;
}
