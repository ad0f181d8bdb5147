/** Hosts whose very purpose makes a contact worth a look, as data: pastebins, request bins, tunnels, chat hooks. */

export interface KnownHost {
  /** A host by its exact name, or `*.name` for what lies below it and the name itself. */
  readonly patterns: readonly string[];
  readonly what: string;
}

export const exfiltrationHosts: readonly KnownHost[] = [
  { what: 'paste or drop service', patterns: ['*.pastebin.com', '*.paste.ee', '*.hastebin.com', '*.ghostbin.com', '*.dpaste.org', '*.dpaste.com', '*.ix.io', '*.sprunge.us', '*.termbin.com', '*.paste.rs', '*.0x0.st', '*.x0.at', '*.rentry.co', '*.controlc.com', '*.privatebin.net', '*.bpa.st', '*.clbin.com', '*.paste.sh', '*.pastie.org', '*.justpaste.it', '*.zerobin.net', '*.toptal.com'] },
  { what: 'file drop service', patterns: ['*.transfer.sh', '*.file.io', '*.gofile.io', '*.anonfiles.com', '*.catbox.moe', '*.bashupload.com', '*.oshi.at', '*.tmpfiles.org', '*.wetransfer.com', '*.mega.nz', '*.mega.co.nz', '*.sendspace.com', '*.mediafire.com', '*.temp.sh', '*.uguu.se', '*.pixeldrain.com', '*.ufile.io', '*.filebin.net', '*.litterbox.catbox.moe', '*.dropmefiles.com', '*.keep.sh', '*.wormhole.app', '*.qu.ax', '*.envs.sh', '*.api.dropboxapi.com', 'content.dropboxapi.com'] },
  { what: 'request bin', patterns: ['*.webhook.site', '*.requestbin.com', '*.requestbin.net', '*.pipedream.net', '*.requestcatcher.com', '*.beeceptor.com', '*.hookbin.com', '*.oastify.com', '*.burpcollaborator.net', '*.interact.sh', '*.oast.pro', '*.oast.live', '*.oast.fun', '*.oast.me', '*.oast.site', '*.oast.online', '*.canarytokens.com', '*.dnslog.cn', '*.ceye.io', '*.mockbin.org', '*.postb.in', '*.putsreq.com', '*.smee.io', '*.dnsbin.zhack.ca', '*.requestinspector.com', '*.webhook.cool'] },
  { what: 'tunnel', patterns: ['*.ngrok.io', '*.ngrok-free.app', '*.ngrok.app', '*.ngrok.dev', '*.ngrok-free.dev', '*.trycloudflare.com', '*.loca.lt', '*.localtunnel.me', '*.serveo.net', '*.localhost.run', '*.lhr.life', '*.bore.pub', '*.pagekite.me', '*.telebit.io', '*.zrok.io', '*.tunnelto.dev', '*.pinggy.io', '*.pinggy.link', '*.playit.gg'] },
  { what: 'chat hook', patterns: ['hooks.slack.com', 'api.telegram.org', 'discord.com', 'discordapp.com', 'canary.discord.com', '*.webhook.office.com', 'outlook.office.com', 'api.pushover.net', 'ntfy.sh', '*.ntfy.sh', 'hooks.zapier.com', 'maker.ifttt.com', 'api.pushbullet.com', 'chat.googleapis.com', 'notify.run'] },
  { what: 'form or survey', patterns: ['docs.google.com', 'forms.gle', 'formspree.io', '*.formspree.io', 'api.airtable.com', 'api.notion.com', 'api.trello.com'] },
];

/** Services that ordinary work fetches from; there only what is sent counts. */
export const onlyWhenSent = new Set(['form or survey', 'chat hook']);

/** Names of machines that hand out cloud credentials to whoever asks from inside. */
export const metadataHosts: ReadonlySet<string> = new Set(['169.254.169.254', '[fd00:ec2::254]', 'metadata.google.internal', 'metadata', 'metadata.goog', '100.100.100.200', '169.254.170.2', '169.254.169.253', '192.0.0.192', '168.63.129.16', 'instance-data', 'instance-data.ec2.internal', '[fe80::a9fe:a9fe]', 'metadata.azure.com', '[fd20:ce::254]']);

const exact = new Map<string, string>();
const below = new Map<string, string>();
for (const { what, patterns } of exfiltrationHosts) {
  for (const pattern of patterns) {
    if (pattern.startsWith('*.')) {
      below.set(pattern.slice(2), what);
      exact.set(pattern.slice(2), what);
    } else exact.set(pattern, what);
  }
}

/** What kind of drop a host is; null where it is none that is known. */
export function dropServiceOf(host: string): string | null {
  const known = exact.get(host);
  if (known !== undefined) return known;
  for (let at = host.indexOf('.'); at >= 0; at = host.indexOf('.', at + 1)) {
    const what = below.get(host.slice(at + 1));
    if (what !== undefined) return what;
  }
  return null;
}
