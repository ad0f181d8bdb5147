/** Where secrets usually lie, as data: one entry a store. Paths only; knows no operation and no rule. */
import { pathGlob } from '../paths/path-glob.ts';

export interface CredentialStore {
  /** Last part of the rule id, `credential.<id>`. */
  readonly id: string;
  readonly title: string;
  readonly severity: 'high' | 'medium' | 'critical';
  readonly attack: readonly string[];
  /** Against the path with `/` between parts; the home folder stands as `~`. */
  readonly path: RegExp;
  /** Matches that hold no secret. */
  readonly not?: RegExp;
}

const files = ['T1552.001'];
const keys = ['T1552.004'];

/** More precise stores stand first: the first that matches names the finding. */
export const credentialStores: readonly CredentialStore[] = [
  { id: 'ssh', title: 'SSH key store', severity: 'high', attack: keys, path: /(^|\/)\.ssh(\/|$)|(^|\/)id_(rsa|dsa|ecdsa|ed25519)(_sk)?(\.\w+)?$|^\/etc\/ssh\/ssh_host_\w+_key$/, not: /\.pub$|\/known_hosts(\.old)?$|\/authorized_keys2?$|\/\.ssh\/(environment\.d|rc)$/ },
  { id: 'aws', title: 'AWS credentials', severity: 'high', attack: files, path: /(^|\/)\.aws(\/(credentials|config|sso|cli|login)(\/.*)?)?$|(^|\/)\.s3cfg$|(^|\/)\.boto$|(^|\/)\.passwd-s3fs$/ },
  { id: 'gcloud', title: 'Google Cloud credentials', severity: 'high', attack: files, path: /(^|\/)\.config\/gcloud(\/|$)|application_default_credentials\.json$|(^|\/)(service[-_]?account|gcp[-_]?key|gcloud[-_]?key)[\w.-]*\.json$|\/AppData\/Roaming\/gcloud(\/|$)/i },
  { id: 'azure', title: 'Azure credentials', severity: 'high', attack: files, path: /(^|\/)\.azure(\/|$)/ },
  { id: 'kube', title: 'Kubernetes credentials', severity: 'high', attack: files, path: /(^|\/)\.kube(\/(config|cache)?|$)|(^|\/)kubeconfig(\.ya?ml)?$|^\/etc\/kubernetes\/(admin|kubelet|controller-manager|scheduler)\.conf$|^\/var\/run\/secrets\/kubernetes\.io(\/|$)|^\/run\/secrets(\/|$)/ },
  { id: 'docker', title: 'Docker credentials', severity: 'high', attack: files, path: /(^|\/)\.docker\/config\.json$|(^|\/)\.dockercfg$|(^|\/)\.config\/containers\/auth\.json$/ },
  { id: 'netrc', title: 'netrc passwords', severity: 'high', attack: files, path: /(^|\/)[._]netrc(\.gpg)?$/ },
  { id: 'git', title: 'Git credentials', severity: 'high', attack: files, path: /(^|\/)\.git-credentials$|(^|\/)\.config\/git\/credentials$/ },
  { id: 'github', title: 'GitHub or GitLab CLI credentials', severity: 'high', attack: files, path: /(^|\/)\.config\/(gh(\/hosts\.yml)?|hub|glab-cli(\/.*)?)$/ },
  { id: 'npm', title: 'npm token file', severity: 'high', attack: files, path: /(^|\/)\.npmrc$|(^|\/)\.yarnrc(\.yml)?$/ },
  { id: 'pypi', title: 'PyPI token file', severity: 'high', attack: files, path: /(^|\/)\.pypirc$|(^|\/)\.config\/pip\/pip\.conf$|(^|\/)\.config\/pypoetry\/auth\.toml$/ },
  { id: 'package-registry', title: 'Package registry credentials', severity: 'high', attack: files, path: /(^|\/)\.cargo\/credentials(\.toml)?$|(^|\/)\.gem\/credentials$|(^|\/)\.(config\/)?composer\/auth\.json$|(^|\/)\.m2\/settings(-security)?\.xml$|(^|\/)\.gradle\/gradle\.properties$|(^|\/)\.nuget\/nuget\.config$|(^|\/)\.bundle\/config$|(^|\/)\.hex\/hex\.config$|(^|\/)\.conan2?\/\.conan\.db$/i },
  { id: 'gnupg', title: 'GnuPG keys', severity: 'high', attack: keys, path: /(^|\/)\.gnupg(\/|$)|(^|\/)secring\.gpg$/, not: /\/(pubring|gpg|gpg-agent|dirmngr)\.(kbx|conf)$/ },
  { id: 'keychain', title: 'Keychain', severity: 'high', attack: ['T1555.001'], path: /\/Library\/Keychains(\/|$)|\.keychain(-db)?$|(^|\/)\.local\/share\/(keyrings|kwalletd)(\/|$)|\/AppData\/(Roaming|Local)\/Microsoft\/(Credentials|Protect|Vault)(\/|$)/i },
  { id: 'browser', title: 'Browser credentials or cookies', severity: 'high', attack: ['T1555.003', 'T1539'], path: /\/(Google\/Chrome|google-chrome|chromium|BraveSoftware|brave-browser|Microsoft Edge|microsoft-edge|Firefox|firefox|\.mozilla|Vivaldi|vivaldi|Opera|Arc|Safari)\b.*\/?(Cookies|Login Data|Web Data|Local State|key[34]\.db|logins\.json|cookies\.sqlite|Local Storage|Login Data For Account)?$|(^|\/)(cookies\.sqlite|logins\.json|key4\.db|Login Data)$|(^|\/)\.mozilla(\/|$)|\/Library\/Cookies(\/|$)/, not: /\/(bin|share\/applications|opt)\/|\.(desktop|app|deb|rpm|dmg)$|^\/usr\/|^\/Applications\// },
  { id: 'password-manager', title: 'Password manager store', severity: 'high', attack: ['T1555.005'], path: /(^|\/)\.password-store(\/|$)|\.kdbx?$|(^|\/)\.config\/(op|Bitwarden|bitwarden|1Password|keepassxc)(\/|$)|\/(1Password|Bitwarden|KeePassXC)(\/|$)|(^|\/)\.lastpass(\/|$)|(^|\/)\.config\/Bitwarden CLI(\/|$)/ },
  { id: 'agent-auth', title: 'Coding-agent credentials', severity: 'high', attack: files, path: /(^|\/)\.claude\/\.credentials\.json$|(^|\/)\.codex\/auth\.json$|(^|\/)\.gemini\/(oauth_creds|google_accounts)\.json$|(^|\/)\.config\/(github-copilot|openai|anthropic)(\/.*)?$|(^|\/)\.openai(\/|$)|(^|\/)\.anthropic(\/|$)|(^|\/)\.cursor\/auth\.json$|(^|\/)\.local\/share\/opencode\/auth\.json$|(^|\/)\.aider\.conf\.yml$|(^|\/)\.(cache\/)?huggingface\/(token|stored_tokens)$|(^|\/)\.mcp-auth(\/|$)/ },
  { id: 'editor-state', title: 'State of an editor, with its logins', severity: 'high', attack: files, path: /\/globalStorage\/(storage\.json|state\.vscdb)(\.backup)?$|(^|\/)globalStorage\/(storage\.json|state\.vscdb)$/ },
  { id: 'vpn', title: 'VPN or age keys', severity: 'high', attack: keys, path: /^\/etc\/(wireguard|openvpn|ipsec\.secrets|ipsec\.d\/private)(\/|$)|\.ovpn$|(^|\/)\.age\/|(^|\/)\.config\/sops\/age(\/|$)|^\/etc\/NetworkManager\/system-connections(\/|$)|^\/etc\/ppp\/(chap|pap)-secrets$/ },
  { id: 'helm', title: 'Helm or registry credentials', severity: 'high', attack: files, path: /(^|\/)\.helm\/repository(\/|$)|(^|\/)\.config\/helm\/(repositories\.yaml|registry)/ },
  { id: 'vault', title: 'Vault or Terraform token', severity: 'high', attack: files, path: /(^|\/)\.vault-token$|(^|\/)\.terraform\.d\/credentials\.tfrc\.json$|(^|\/)\.terraformrc$/ },
  { id: 'database', title: 'Database passwords', severity: 'high', attack: files, path: /(^|\/)\.pgpass$|(^|\/)\.my\.cnf$|(^|\/)\.mylogin\.cnf$|(^|\/)\.mongorc\.js$|(^|\/)\.dbshell$/ },
  { id: 'cloud-cli', title: 'Cloud or deployment CLI credentials', severity: 'high', attack: files, path: /(^|\/)\.config\/(doctl|rclone|heroku|fly|vercel|netlify|hcloud|linode-cli|stripe|ngrok|configstore|scw|wrangler|sentry|sops|age)(\/|$)|(^|\/)\.(oci|bluemix|fly|wrangler|vercel|netlify|ngrok2|pulumi|sentryclirc|databrickscfg|snowsql|kaggle|wandb)(\/|$)|(^|\/)rclone\.conf$|(^|\/)\.railway\/config\.json$|(^|\/)\.supabase\/access-token$/ },
  { id: 'wallet', title: 'Wallet or seed', severity: 'high', attack: keys, path: /(^|\/)(wallet\.dat|\.bitcoin|\.ethereum\/keystore|\.config\/solana\/id\.json|\.electrum|\.monero)(\/|$)|\/keystore\/UTC--/ },
  { id: 'system', title: 'System password store', severity: 'high', attack: ['T1003.008'], path: /^\/etc\/(shadow|gshadow|master\.passwd|security\/opasswd)-?$|^\/etc\/krb5\.keytab$|\.keytab$|^\/private\/var\/db\/dslocal|^\/var\/db\/dslocal|^\/var\/lib\/sss\/db|\/ntds\.dit$|\/Windows\/System32\/config\/(SAM|SYSTEM|SECURITY)$/i },
  { id: 'history', title: 'Shell history', severity: 'medium', attack: ['T1552.003'], path: /(^|\/)\.(bash|zsh|sh|ksh|fish|python|psql|mysql|sqlite|node_repl|rediscli|mongo)_?history$|(^|\/)\.zhistory$|(^|\/)\.histfile$|(^|\/)fish_history$|(^|\/)\.zsh_sessions(\/|$)|ConsoleHost_history\.txt$/ },
  { id: 'env-dump', title: 'Environment of a process', severity: 'medium', attack: ['T1552.001', 'T1082'], path: /^\/proc\/[^/]+\/environ$/ },
  { id: 'proc-mem', title: 'Process memory', severity: 'high', attack: ['T1003.007'], path: /^\/proc\/[^/]+\/(mem|maps|auxv|fd\/\d+)$|^\/dev\/(mem|kmem)$|^\/proc\/kcore$/ },
  { id: 'dotenv', title: 'Environment file with secrets', severity: 'medium', attack: files, path: /(^|\/)\.env(\.[\w.-]+)?$|(^|\/)\.envrc$|(^|\/)[\w-]+\.env$|(^|\/)\.dev\.vars$|(^|\/)\.flaskenv$/, not: /\.(example|sample|template|dist|tmpl|tpl|defaults?|schema|example\.\w+|test|testing|ci|vault)$|(^|\/)(example|sample|template)[\w.-]*\.env$/ },
  { id: 'private-key', title: 'Private key or certificate store', severity: 'medium', attack: keys, path: /\.(pem|key|p12|pfx|jks|keystore|ppk|p8|asc|kirbi)$|(^|\/)(private|server|client|tls|ssl)[-_.]?key(\.\w+)?$/i, not: /(^|\/)(cert|ca|chain|fullchain|public|pub|cacert|ca-bundle|ca-certificates)[\w.-]*\.pem$|\.pub(lic)?\.pem$|(^|\/)(node_modules|site-packages|certifi|fixtures|testdata|test|tests|__tests__|examples?)\/|\.(key|asc)$(?<=\/usr\/share\/.*)|^\/etc\/(apt|ssl\/certs|pki)\/|^\/usr\/share\// },
  { id: 'secrets-file', title: 'File named for secrets', severity: 'medium', attack: files, path: /(^|\/)(\.?secrets?|credentials?|passwords?|tokens?|api[-_]?keys?|auth[-_]tokens?)(\.(json|ya?ml|toml|txt|ini|enc|csv|env|xml|properties|conf))?$|(^|\/)\.(secrets|credentials|htpasswd)(\/|$)|(^|\/)(terraform\.tfstate(\.backup)?|[\w.-]*\.auto\.tfvars|terraform\.tfvars|secrets?\.tfvars)$|(^|\/)wp-config\.php$|(^|\/)config\/master\.key$|(^|\/)credentials\.(yml|yaml)\.enc$/i, not: /\.(example|sample|template)/ },
];

/** A path that stands for several. */
const pattern = /[*?[]/;

/** The shapes of the paths that belong to a store, or can by the signs that stand for others in them. */
export const storePaths: readonly RegExp[] = [...credentialStores.map((store) => store.path), /\*/, /\?/, /\[/];

/** The shapes of the paths of one store. */
export function pathsOfStore(id: string): readonly RegExp[] {
  return credentialStores.flatMap((store) => (store.id === id ? [store.path] : []));
}

/** Most paths belong to none, and one look tells that. */
const anyStore = new RegExp(credentialStores.map((store) => `(?:${store.path.source})`).join('|'), 'i');

/** The store that a path belongs to; null where it is none. `path` has `/` between parts. */
export function storeOf(path: string): CredentialStore | null {
  if (!anyStore.test(path)) return pattern.test(path) ? storeNamedBy(path) : null;
  for (const store of credentialStores) if (store.path.test(path) && !store.not?.test(path)) return store;
  return null;
}

/** Where stores usually lie, by name: what a pattern such as `~/.aws/*` takes in. */
const usual = [
  '~/.ssh/id_rsa', '~/.ssh/id_ed25519', '~/.aws/credentials', '~/.aws/config', '~/.config/gcloud/application_default_credentials.json', '~/.azure/msal_token_cache.json', '~/.kube/config', '~/.docker/config.json',
  '~/.netrc', '~/.git-credentials', '~/.config/gh/hosts.yml', '~/.npmrc', '~/.pypirc', '~/.cargo/credentials.toml', '~/.gnupg/private-keys-v1.d', '~/.password-store', '~/.claude/.credentials.json', '~/.codex/auth.json',
  '~/.gemini/oauth_creds.json', '~/.vault-token', '~/.pgpass', '~/.my.cnf', '~/.config/rclone/rclone.conf', '~/.bash_history', '~/.zsh_history', '/etc/shadow',
].map((path) => path.split('/'));
/** Files of any folder. */
const anywhere = ['.env', '.env.local', '.env.production'];

/** The store that one of the names belongs to which a pattern stands for; null where none is known. */
function storeNamedBy(path: string): CredentialStore | null {
  const parts = path.split('/').slice(0, 16);
  const last = parts[parts.length - 1] ?? '';
  if (last.startsWith('.e')) {
    const name = anywhere.find((each) => takes(last, each));
    if (name !== undefined) return storeOf(name);
  }
  if (parts[0] !== '~' && parts[1] !== 'etc') return null;
  for (const names of usual) {
    // The folder above a store holds it too, but not the home folder itself.
    if (parts.length < 2 || parts.length > names.length || !parts.every((part, at) => takes(part, names[at] ?? ''))) continue;
    const store = storeOf(names.join('/'));
    if (parts.length === names.length || storeOf(names.slice(0, parts.length).join('/')) === store) return store;
  }
  return null;
}

/** Whether a part of a pattern stands for a name: for a shell, a sign at its beginning takes no dot. */
function takes(part: string, name: string): boolean {
  if (!pattern.test(part)) return part === name;
  if (name.startsWith('.') && !part.startsWith('.')) return false;
  return pathGlob(part)(name);
}
