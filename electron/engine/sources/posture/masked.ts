/** Takes what may be secret out of values that are shown: values of variables and headers, user parts of addresses, tokens. Pure. */

const secretWord = /(?:token|secret|password|passwd|pwd|api[-_]?key|apikey|auth|credential|bearer|private[-_]?key|access[-_]?key)/i;
const tokenShape = /\b(?:sk-[\w-]{12,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{12,}|AIza[\w-]{20,}|eyJ[\w-]{10,}\.[\w-]{5,}\.[\w-]*|glpat-[\w-]{16,}|npm_\w{30,})/g;

/** A command line or address with secrets taken out; what is left out is said by its length. */
export function maskedText(text: string): string {
  return text
    .replace(tokenShape, mask)
    .replace(/([a-z][\w+.-]*:\/\/)([^/\s@:]+):([^/\s@]+)@/gi, (_whole, scheme: string, user: string, secret: string) => `${scheme}${user}:${mask(secret)}@`)
    .replace(/([?&](?:[\w-]*(?:token|key|secret|password|auth|sig|signature)[\w-]*)=)([^&\s"']+)/gi, (_whole, name: string, secret: string) => `${name}${mask(secret)}`)
    .replace(/\b([A-Za-z_][\w-]*)=("[^"]*"|'[^']*'|[^\s"']+)/g, (whole, name: string, value: string) => (secretWord.test(name) ? `${name}=${mask(value)}` : whole))
    .replace(/(--?[\w-]*(?:token|secret|password|api-key|apikey|auth|bearer|header)[\w-]*[= ])("[^"]*"|'[^']*'|[^\s-][^\s]*)/gi, (_whole, name: string, value: string) => `${name}${mask(value)}`);
}

/** Arguments one by one; a value behind an option with a telling name is masked too. */
export function maskedArguments(args: readonly string[]): readonly string[] {
  return args.map((word, at) => {
    const before = args[at - 1] ?? '';
    if (/^--?/.test(before) && !before.includes('=') && secretWord.test(before) && !word.startsWith('-')) return mask(word);
    return maskedText(word);
  });
}

/** What is masked already stays as it is. */
function mask(value: string): string {
  return /^\[\d+(?: characters masked\]?)?$/.test(value) ? value : `[${value.length} characters masked]`;
}
