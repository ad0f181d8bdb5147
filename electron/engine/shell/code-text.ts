/** Makes code of other languages plain enough to be read by eye: home folders, joined paths, code inside strings. */

const name = `['"](?:HOME|USERPROFILE)['"]`;
/** Each way in which a language says "the home folder", inside a string or beside one. */
const home = new RegExp(
  [
    String.raw`\$ENV\{["']?HOME["']?\}`,
    String.raw`#\{\s*(?:ENV\[${name}\]|ENV\.fetch\(${name}\)|Dir\.home)\s*\}`,
    String.raw`\$\{\s*(?:process\.env\.(?:HOME|USERPROFILE)|(?:\w+\.)?homedir\(\))\s*\}`,
    String.raw`\{\s*(?:os\.environ\[${name}\]|os\.getenv\(${name}\)|(?:pathlib\.)?Path\.home\(\)|os\.path\.expanduser\(['"]~['"]\)|home)\s*\}`,
  ].join('|'),
  'g',
);
/** The same as a value of its own, which is joined with strings by `+`, `.`, `/` or a function. */
const homeValue = new RegExp(
  [
    String.raw`\$ENV\{["']?HOME["']?\}`,
    String.raw`ENV\[${name}\]|ENV\.fetch\(${name}\)|Dir\.home`,
    String.raw`process\.env\.(?:HOME|USERPROFILE)|process\.env\[${name}\]|(?:require\(['"](?:node:)?os['"]\)|\b\w+)\.homedir\(\)|\bhomedir\(\)`,
    String.raw`os\.environ\[${name}\]|os\.environ\.get\(${name}\)|os\.getenv\(${name}\)|(?:pathlib\.)?Path\.home\(\)|(?:os\.path\.)?expanduser\(['"]~['"]\)`,
    String.raw`getenv\(${name}\)|\$_SERVER\[${name}\]|os\.getenv\(${name}\)`,
    String.raw`Deno\.env\.get\(${name}\)`,
  ].join('|'),
);
/** Joined by one sign throughout: behind `home + '/x'`, a comma begins the next argument. */
const joinedParts = new RegExp(String.raw`\(?(?:${homeValue.source})\)?((?:\s*(?:\.joinpath\(\s*['"][^'"\n]{1,200}['"]\s*\)|[+./]\s*f?['"][^'"\n]{1,200}['"])){1,8}|(?:\s*,\s*f?['"][^'"\n]{1,200}['"]){1,8})`, 'g');

/** Perl's home folder as an argument of its own. */
const homeArgument = /(?<=[(,=]\s{0,8})\$ENV\{["']?HOME["']?\}(?=\s{0,8}[),;])/g;

const homeAlone = new RegExp(homeValue.source, 'g');

/** The code with its ways to name a path below the home folder written as one string, `'~/.ssh/id_rsa'`. */
export function withPlainPaths(code: string): string {
  if (!/home|HOME|USERPROFILE|expanduser/.test(code)) return code;
  return code
    .replace(homeArgument, "'~'")
    .replace(joinedParts, (_, parts: string) => {
      const pieces = [...parts.matchAll(/['"]([^'"\n]{1,200})['"]/g)].map((match) => (match[1] ?? '').replace(/^\/+|\/+$/g, ''));
      return `'~/${pieces.filter((piece) => piece !== '').join('/')}'`;
    })
    .replace(home, '~')
    .replace(homeAlone, "'~'");
}

const evaluated = /\b(?:eval|exec|Function|compile|loadstring|load|instance_eval|execfile)\s*\(?\s*(?:"((?:[^"\\\n]|\\.){8,4000})"|'((?:[^'\\\n]|\\.){8,4000})')/g;

/** Texts that the code runs as code of its own language. */
export function evaluatedTexts(code: string): readonly string[] {
  const found: string[] = [];
  for (const match of code.matchAll(evaluated)) if (found.length < 4) found.push((match[1] ?? match[2] ?? '').replace(/\\(["'\\])/g, '$1'));
  return found;
}

/** Where a library sends what it is given, for libraries of one service; null for a client of any host. */
const libraries: readonly { readonly pattern: RegExp; readonly host: string | null }[] = [
  { pattern: /\b(?:import|from|require\(['"]|use)\s*@?anthropic(?:-ai)?\b/, host: 'api.anthropic.com' },
  { pattern: /\b(?:import|from|require\(['"])\s*openai\b/, host: 'api.openai.com' },
  { pattern: /\b(?:import|from)\s+(?:deepseek|cohere|mistralai|groq|replicate|google\.generativeai|litellm|langchain\w*|huggingface_hub|together|xai_sdk)\b/, host: null },
  { pattern: /\b(?:import|from)\s+(?:boto3|botocore|google\.cloud|azure\.storage|dropbox|slack_sdk|telegram|discord|paramiko|ftplib|smtplib|socketio|websockets?|pika|kafka|pymongo|redis)\b|require\(['"](?:aws-sdk|@aws-sdk\/\S+|@google-cloud\/\S+|nodemailer|ws|net|ssh2|discord\.js|@slack\/\S+)['"]\)/, host: null },
];

/** The host of a service whose library the code takes in, `null` for one that is not known; undefined where there is none. */
export function libraryHost(code: string): string | null | undefined {
  for (const { pattern, host } of libraries) if (pattern.test(code)) return host;
  return undefined;
}

const nativeLibrary = /\bctypes\b|\bcffi\b|\bFiddle\b|\bffi\b|\bsyscall\b|\bDynaLoader\b|\bInline::C\b|\bFFI::\w+|\bkoffi\b|\bDeno\.dlopen\b/;
const nativeRights = /\b(?:set(?:res|re|e|fs)?[ug]id|setgroups|personality|ptrace|init_module|finit_module|mount|umount2?|unshare|setns|capset|prctl|chroot|pivot_root|kexec_load|bpf)\b/;
const nativeCode = /\b(?:system|exec[lv]p?e?|execve(?:at)?|popen|posix_spawnp?|memfd_create|mprotect|mmap|dlopen|dlsym)\b/;
const ownRights = /\bos\.set(?:res|re|e)?[ug]id\s*\(\s*0\b|\bPOSIX::set[ug]id\s*\(\s*0\b|\bposix_set[ug]id\s*\(\s*0\b|\bprocess\.set(?:e)?[ug]id\s*\(\s*0\b|\bProcess(?:::Sys\.setuid|::UID\.change_privilege|\.(?:e?[ug]id))\s*(?:=|\()\s*0\b|\$[<>(]\s*=\s*0\b|\bposix\.setpid\b|\bsetuid\s*\(\s*0\s*\)/;
const forks = /\b(?:os\.fork|fork|Process\.fork|pcntl_fork)\b/;
const endless = /\bwhile\b|\bloop\b|\bfor\b|\bforever\b|\biter\s*\(|\buntil\b|\bsetInterval\b/;

/** What the code does past its own language's limits. */
export interface CodeActs {
  readonly rights: boolean;
  readonly native: boolean;
  readonly forks: boolean;
}

export function actsOf(code: string): CodeActs {
  const library = nativeLibrary.test(code);
  return { rights: ownRights.test(code) || (library && nativeRights.test(code)), native: library && nativeCode.test(code), forks: forks.test(code) && endless.test(code) };
}

const commandLine = /^\s*(?:sudo\s+)?(?:rm|dd|mkfs(?:\.\w+)?|curl|wget|git|bash|sh|chmod|chown|nc|cat)\s+-{0,2}[\w./~-]/;

/** Code that is no code of its language but a command line (`ruby -e "rm -rf /"`). */
export function looksLikeCommand(code: string): boolean {
  return commandLine.test(code) && !/[(){}=$;]/.test(code);
}

const variable = /(?:os\.environ(?:\.get\(|\[)|os\.getenv\(|process\.env(?:\.|\[)|ENV(?:\.fetch\(|\[)|getenv\(|\$_(?:ENV|SERVER)\[|Deno\.env\.get\(|\$ENV\{)\s*['"]?([A-Z][A-Z0-9_]*(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY|CREDENTIALS?|ACCESS_KEY)[A-Z0-9_]*)/;

/** A variable named for a secret that the code reads; null where there is none. */
export function secretVariable(code: string): string | null {
  return variable.exec(code)?.[1] ?? null;
}

/** The patterns of this file that stand for something that code does. */
export const codePatterns: readonly RegExp[] = [evaluated, ownRights, nativeLibrary, forks, variable];
