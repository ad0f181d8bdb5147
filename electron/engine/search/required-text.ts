/**
 * The texts that each match of a pattern must contain, found without understanding more than plain characters: what is in a
 * group, a class or an alternative, or can be left out, is passed over. Pure.
 */

/** The longest first; none where nothing is certain. Their case is as the pattern writes it. */
export function requiredTexts(pattern: string): readonly string[] {
  // Flags inside the pattern can change what a character stands for; quoted stretches are rare.
  if (pattern.includes('(?') || pattern.includes('\\Q')) return [];
  const runs: string[] = [];
  let run: string[] = [];
  const end = (): void => {
    runs.push(run.join(''));
    run = [];
  };
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    switch (character) {
      case '|':
        return [];
      case '(': {
        end();
        at = closing(characters, at);
        // A group that may be absent, or come again, says nothing either way.
        continue;
      }
      case '[':
        end();
        at = classEnd(characters, at);
        continue;
      case '*':
      case '?':
      case '{':
        run.pop();
        end();
        if (character === '{') while (at < characters.length && characters[at] !== '}') at += 1;
        continue;
      case '+':
      case '.':
      case '^':
      case '$':
        end();
        continue;
      case '\\': {
        const escaped = characters[++at] ?? '';
        // Only punctuation stands for itself; a class or a place says nothing, and the rest (`\x41`, `\p`) is not read.
        if (/^[dDsSwWbB]$/.test(escaped)) end();
        else if (/^[!-/:-@[-`{-~]$/.test(escaped)) run.push(escaped);
        else return [];
        continue;
      }
      default:
        run.push(character);
    }
  }
  end();
  return runs.filter((each) => each !== '').sort((a, b) => b.length - a.length);
}

/** Position of the bracket that closes the group at `from`; the end where none does. */
function closing(characters: readonly string[], from: number): number {
  let depth = 0;
  for (let at = from; at < characters.length; at++) {
    const character = characters[at];
    if (character === '\\') at += 1;
    else if (character === '[') at = classEnd(characters, at);
    else if (character === '(') depth += 1;
    else if (character === ')' && --depth === 0) return at;
  }
  return characters.length;
}

/** Position of the bracket that closes the class at `from`. A bracket right after the opening one is a member. */
function classEnd(characters: readonly string[], from: number): number {
  let at = from + 1;
  if (characters[at] === '^') at += 1;
  if (characters[at] === ']') at += 1;
  for (; at < characters.length; at++) {
    if (characters[at] === '\\') at += 1;
    else if (characters[at] === '[' && characters[at + 1] === ':') {
      // A named class, `[:alpha:]`, ends with a bracket of its own.
      at += 1;
      while (at < characters.length && !(characters[at] === ':' && characters[at + 1] === ']')) at += 1;
      at += 1;
    } else if (characters[at] === ']') return at;
  }
  return characters.length;
}
