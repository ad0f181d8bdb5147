/** Programs that print tokens, passwords or keys when asked, as data. */

/** Program → command lines that print secrets, by their subcommands. */
const printers: Readonly<Record<string, RegExp>> = {
  gh: /\bauth token\b|\bauth status\b.*(?:-t|--show-token)\b|\bsecret (?:list|set)\b|\bauth refresh\b/,
  glab: /\bauth status\b.*(?:-t|--show-token)|\bconfig get\b.*token/,
  security: /\b(?:find-(?:generic|internet)-password|dump-keychain|export|find-identity|find-key|unlock-keychain|find-certificate)\b/,
  aws: /\b(?:get-secret-value|batch-get-secret-value|get-parameters?(?:-by-path|-history)?\b.*--with-decryption|get-session-token|assume-role(?:-with-\w+(?:-\w+)*)?|get-federation-token|export-credentials|get-login-password|get-authorization-token|create-access-key|get-credential-report|generate-credential-report|generate-db-auth-token|get-password-data|get-role-credentials|create-login-profile|get-token)\b|^configure (?:get\b.*(?:secret|key|token)|export-credentials)|\bkms decrypt\b|\bsts get-access-key-info\b/,
  gcloud: /\bprint-(?:access|identity)-token\b|\bsecrets versions access\b|\bapplication-default print-access-token\b|\bkeys create\b|\bconfig-helper\b|\bget-credentials\b|\bkms decrypt\b/,
  az: /\bget-access-token\b|\bkeyvault (?:secret|key) (?:show|download|list)\b|\bacr credential show\b|\bkeys list\b|\bad sp (?:create-for-rbac|credential)\b|\bstorage account keys\b|\blist-keys\b|\blist-publishing-credentials\b|\bget-credentials\b|\bad app credential\b|\baks get-credentials\b|\bshow-connection-string\b|\blist-connection-strings\b|\bcosmosdb keys\b/,
  kubectl: /\b(?:get|describe|view-secret|edit)\b.*\bsecrets?\b|\bcreate token\b|\bconfig view\b.*--(?:raw|flatten)|\bserviceaccounts? get-token\b/,
  oc: /\b(?:get|describe|extract)\b.*\bsecrets?\b|\bwhoami\b.*-t|\bsa get-token\b|\bextract secret/,
  vault: /^(?:read|kv get|kv list|token (?:lookup|create)|print token|login|unwrap|operator (?:init|unseal|generate-root))\b|\bkv get\b/,
  op: /\b(?:read|item get|get item|document get|inject|item list|connect token|run)\b/,
  bw: /^(?:get|list|export|unlock)\b/,
  lpass: /^(?:show|export|ls)\b/,
  pass: /^(?:show\b|-c\b|grep\b|git\b)|^[\w./-]+\/[\w./-]+$/,
  gopass: /^(?:show|cat|otp|find|list|ls|sync|grep)\b|^[\w./-]+\/[\w./-]+$/,
  'keepassxc-cli': /^(?:show|export|clip|ls|search)\b/,
  doppler: /\bsecrets\b(?! (?:set|delete|upload))|\bconfigs tokens\b|\brun\b/,
  infisical: /\b(?:secrets|export|run)\b/,
  chamber: /^(?:read|export|exec|list)\b/,
  sops: /^(?:-d|--decrypt|decrypt|exec-env|edit)\b/,
  'ansible-vault': /^(?:view|decrypt|edit)\b/,
  npm: /\btoken (?:list|create|ls)\b|\bconfig (?:get|list|ls)\b.*(?:_auth|token)|\bget\b.*_auth/,
  gpg: /--export-secret-(?:keys|subkeys)|--export-secret/,
  gpg2: /--export-secret-(?:keys|subkeys)/,
  heroku: /\b(?:auth:token|config(?::get)?)\b/,
  vercel: /\benv pull\b/,
  netlify: /\benv:(?:list|get)\b/,
  fly: /\b(?:auth token|tokens create)\b/,
  flyctl: /\b(?:auth token|tokens create)\b/,
  railway: /\bvariables\b/,
  firebase: /\blogin:ci\b|\bfunctions:config:get\b/,
  doctl: /\bauth (?:init|list)\b|\bregistry docker-config\b|\bkubeconfig\b/,
  terraform: /\boutput\b.*(?:-raw|-json)\b.*(?:secret|password|key|token)|\bstate pull\b|\bshow\b.*-json/,
  docker: /\bconfig inspect\b|\bsecret inspect\b|\binspect\b.*\.Config\.Env/,
  keyring: /^get\b/,
  bws: /\bsecret (?:get|list)\b/,
  akeyless: /\bget-secret-value\b/,
  pulumi: /\b--show-secrets\b|\bstack export\b.*--show/,
  rclone: /^config (?:dump|show)\b/,
  reg: /\b(?:save|export|query)\b.*HKLM\\*(?:SAM|SECURITY)\b/i,
  'secret-tool': /^(?:lookup|search)\b/,
  'kwallet-query': /./,
  'kwalletcli': /./,
  keyctl: /^(?:read|print|pipe|show|list|search|request2?|revoke|dump)\b/,
  mimikatz: /./,
  'mimipenguin': /./,
  lazagne: /./,
  truffleHog: /./,
  trufflehog: /./,
  secretsdump: /./,
  'secretsdump.py': /./,
  'impacket-secretsdump': /./,
  'firefox_decrypt.py': /./,
  'credential-manager': /\bget\b/,
  'git-credential-manager': /^get\b/,
  'git-credential-osxkeychain': /^get\b/,
  cmdkey: /\/list/i,
  vaultcmd: /./,
  nmcli: /(?:-s|--show-secrets)\b/,
  'dscl': /\bread\b.*(?:ShadowHashData|AuthenticationAuthority)/,
  'ssh-keyscan': /\x00/,
  consul: /\bkv get\b/,
  stripe: /\bconfig --list\b/,
  hub: /\bapi\b.*token/,
  snowsql: /\x00/,
};

const named: ReadonlyMap<string, RegExp> = new Map(Object.entries(printers));

/** Whether a program can print a secret at all. */
export function printsSecrets(program: string): boolean {
  return named.has(program);
}

/** Whether a program's arguments ask it to print a secret. */
export function secretPrinter(program: string, line: string): boolean {
  return named.get(program)?.test(line) === true;
}
