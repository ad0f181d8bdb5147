/** Networks, hosts or accounts searched through. */
import { judge } from '../../../policy/policy.ts';
import type { Severity } from '../../../../../shared/event.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import { guardNames } from '../../guard-names.ts';
import type { ExaminedCall } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const scanners = /^(?:nmap|masscan|zmap|rustscan|gobuster|ffuf|feroxbuster|dirb|dirbuster|nikto|wpscan|sqlmap|nuclei|amass|subfinder|sublist3r|theHarvester|theharvester|recon-ng|enum4linux(?:-ng)?|smbmap|nbtscan|arp-scan|netdiscover|hydra|medusa|ncrack|patator|john|hashcat|h8mail|sherlock|maltego|spiderfoot|shodan|censys|httpx|naabu|katana|dnsrecon|dnsenum|fierce|whatweb|wfuzz|zgrab2?|unicornscan|fping|linpeas(?:\.sh)?|winpeas|linenum(?:\.sh)?|LinEnum\.sh|lse\.sh|pspy(?:64|32)?|les\.sh|linux-exploit-suggester\S*|peirates|kube-hunter|kubescape|pacu|ScoutSuite|scout|prowler|cloudfox|kubeletctl|dnsmap|snmpwalk|onesixtyone|ldapsearch|rpcinfo|showmount|nbtstat|kerbrute|crackmapexec|airodump-ng|aircrack-ng|wifite|kismet|tcpdump|tshark|dsniff|dumpcap|ngrep|wireshark|hping3|searchsploit|msfconsole|msfvenom|metasploit|setoolkit|beef|gitleaks|trufflehog|subjack|phoneinfoga|holehe|dnsx|metagoofil|photon|finalrecon|assetfinder|waybackurls|gau|httprobe|aquatone|eyewitness|exiftool)$/;
/** They search as soon as they are started. */
const scripts = /^(?:linpeas|winpeas|linenum|LinEnum|lse|les|pspy\d*)(?:\.sh)?$/;
const passive = /^(?:exiftool|shodan|gitleaks|trufflehog|showmount|rpcinfo|ldapsearch|httpx|prowler|kubescape|fping|tcpdump|tshark|ngrep|wireshark|dumpcap)$/;

function scans(fact: ExecFact, call: ExaminedCall): Severity | null {
  if (!scanners.test(fact.program) || (fact.argv.length === 0 && !scripts.test(fact.program)) || hasFlag(fact, '', 'version', 'help') || fact.argv[0] === '-V' || (fact.argv[0] === '-h' && fact.argv.length === 1)) return null;
  if (/^(?:exiftool|gitleaks|trufflehog|prowler|kubescape)$/.test(fact.program)) return null;
  if (/^(?:tcpdump|tshark|ngrep|wireshark|dumpcap)$/.test(fact.program)) return hasFlag(fact, 'r', 'read-file') || fact.argv[0] === '-D' ? null : 'medium';
  const targets = call.facts.filter((other) => other.kind === 'network' && other.program === fact.program && other.written !== '');
  if (targets.length > 0 && targets.every((target) => target.kind === 'network' && (judge(target.written, call.policy).verdict === 'local'))) return 'low';
  // One private host on named ports is a look at one's own server.
  if (/^(?:nmap|rustscan|naabu|fping)$/.test(fact.program) && (fact.program === 'fping' || fact.argv.some((argument) => /^(?:-p|--ports)/.test(argument))) && targets.length === 1 && targets[0]?.kind === 'network' && !/[/*,-]/.test(targets[0].written) && judge(targets[0].written, call.policy).verdict === 'private') return 'low';
  if (fact.program === 'shodan') return fact.argv[0] === 'scan' ? 'medium' : 'low';
  return passive.test(fact.program) ? 'low' : 'medium';
}

export const rule = defineRule(
  {
    id: 'discovery.scanner',
    title: 'Scan or search of a network',
    severity: 'medium',
    attack: ['T1046', 'T1040', 'T1110'],
    looksAt: ['exec'],
    programs: (program) => scanners.test(program) || /^(?:dig|host|drill|kdig|pgrep|pidof|seq)$/.test(program),
    why: 'Searching through hosts, ports, names or passwords comes before the use of what is found.',
    doesNotShow: 'What was found, unless the result is recorded.',
    otherExplanation: 'Security tests of one’s own services use these programs.',
    canBeWrong: 'Whose network is meant is not told by the command.',
  },
  (call) => {
    for (const fact of call.facts) {
      const severity = fact.kind === 'exec' ? scans(fact, call) : null;
      if (fact.kind === 'exec' && severity !== null) return [hitOn(call, fact, { severity, what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    const transfer = call.facts.find((fact) => fact.kind === 'exec' && ((/^(?:dig|host|drill|kdig)$/.test(fact.program) && fact.argv.some((argument) => /^(?:-t\s*)?[ai]xfr\b/i.test(argument) || argument === '-l')) || (/^(?:pgrep|pidof)$/.test(fact.program) && fact.argv.some((argument) => guardNames.test(argument)))));
    if (transfer?.kind === 'exec') return [hitOn(call, transfer, { severity: 'medium', what: `runs ${lineOf(transfer)}.`, detail: { program: transfer.program } })];
    const loop = call.facts.find((fact) => fact.kind === 'network' && /^(?:nc|ncat|netcat|\/dev\/tcp)$/.test(fact.program) && fact.certainty === 'dynamic' && call.facts.some((other) => other.kind === 'exec' && other.program === 'seq'));
    return loop === undefined ? noHits : [hitOn(call, loop, { severity: 'medium', what: 'tries many hosts or ports in a loop.' })];
  },
);
