/** Splits arguments into options and operands by a program's table. Knows no program itself. */

/** One option as it stands: `-o x` and `-ox` give name `-o`; `--out=x` and `--out x` give `--out`. */
export interface Option {
  readonly name: string;
  readonly value: string | null;
  /** Index of the argument that holds the value, or the option itself. */
  readonly at: number;
}

export interface ParsedArguments {
  readonly options: readonly Option[];
  /** Indices of the operands. */
  readonly operands: readonly number[];
}

export interface OptionTable {
  /** Short options that take a value, e.g. `oH`. */
  readonly short?: string;
  /** Long options that take a value, with their dashes. */
  readonly long?: ReadonlySet<string>;
  /** Options with one dash are words (`find -name`, `java -jar`). */
  readonly singleDash?: boolean;
  /** Options end at the first operand (`env`, `ssh`, `sudo`). */
  readonly stopAtOperand?: boolean;
}

const none: ParsedArguments = { options: [], operands: [] };

export function parseArguments(argv: readonly string[], table: OptionTable, from = 0): ParsedArguments {
  if (argv.length <= from) return none;
  const options: Option[] = [];
  const operands: number[] = [];
  const short = table.short ?? '';
  let at = from;
  for (; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word.charCodeAt(0) !== 45 || word.length === 1) {
      operands.push(at);
      if (table.stopAtOperand) {
        for (at++; at < argv.length; at++) operands.push(at);
      }
      continue;
    }
    if (word === '--') {
      for (at++; at < argv.length; at++) operands.push(at);
      break;
    }
    if (word.charCodeAt(1) === 45 || table.singleDash) {
      const equals = word.indexOf('=');
      if (equals > 0) options.push({ name: word.slice(0, equals), value: word.slice(equals + 1), at });
      else if (table.long?.has(word)) {
        options.push({ name: word, value: argv[at + 1] ?? null, at: at + 1 });
        at++;
      } else options.push({ name: word, value: null, at });
      continue;
    }
    for (let letter = 1; letter < word.length; letter++) {
      const name = `-${word[letter]}`;
      if (!short.includes(word[letter] ?? '')) {
        options.push({ name, value: null, at });
        continue;
      }
      if (letter + 1 < word.length) options.push({ name, value: word.slice(letter + 1), at });
      else {
        options.push({ name, value: argv[at + 1] ?? null, at: at + 1 });
        at++;
      }
      break;
    }
  }
  return { options, operands };
}

/** Whether one of the names is among the options; a long name also by an abbreviation of at least four letters. */
export function hasOption(parsed: ParsedArguments, ...names: readonly string[]): boolean {
  return hasOneOf(parsed, names);
}

/** The same for a list of names. */
export function hasOneOf(parsed: ParsedArguments, names: readonly string[]): boolean {
  for (const option of parsed.options) {
    for (const name of names) {
      if (option.name === name) return true;
      if (option.name.length >= 5 && name.startsWith('--') && name.startsWith(option.name)) return true;
    }
  }
  return false;
}

/** The value of the first option with one of the names; null where there is none. */
export function optionValue(parsed: ParsedArguments, ...names: readonly string[]): string | null {
  for (const option of parsed.options) if (names.includes(option.name)) return option.value;
  return null;
}
