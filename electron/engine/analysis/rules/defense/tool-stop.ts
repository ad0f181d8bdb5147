/** A protection of the machine switched off. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { lineOf } from '../../command-line.ts';
import { guardNames } from '../../guard-names.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';


function stops(fact: ExecFact): Severity | null {
  const { program, argv } = fact;
  const line = argv.join(' ');
  switch (program) {
    case 'setenforce':
      return /^(?:0|permissive)$/i.test(argv[0] ?? '') ? 'high' : null;
    case 'csrutil':
      return /^(?:disable|clear|authenticated-root)$/.test(argv[0] ?? '') ? 'high' : null;
    case 'spctl':
      return /--(?:master-disable|global-disable|disable|add|remove)/.test(line) ? 'high' : null;
    case 'tccutil':
      return argv[0] === 'reset' ? 'medium' : null;
    case 'aa-teardown':
    case 'aa-disable':
    case 'aa-complain':
    case 'apparmor_parser':
      return program === 'apparmor_parser' && !/-R|--remove/.test(line) ? null : 'high';
    case 'semanage':
      return /permissive\s+-a|boolean\s+-m/.test(line) ? 'medium' : null;
    case 'setsebool':
      return 'medium';
    case 'xattr':
      return /-\w*[dc]\w*/.test(argv[0] ?? '') && /quarantine|-c/.test(line) ? 'medium' : null;
    case 'systemctl':
    case 'service':
    case 'launchctl':
    case 'sc':
    case 'net':
      return /\b(?:stop|disable|mask|kill|unload|bootout|delete)\b/i.test(line) && guardNames.test(line) ? 'high' : null;
    case 'kill':
    case 'pkill':
    case 'killall':
    case 'taskkill':
      return guardNames.test(line) ? 'high' : null;
    case 'apt':
    case 'apt-get':
    case 'dpkg':
    case 'yum':
    case 'dnf':
    case 'brew':
    case 'rpm':
      return /\b(?:remove|purge|uninstall|erase|autoremove)\b|(?:^|\s)-e\b/.test(line) && guardNames.test(line) ? 'high' : null;
    case 'gdbus':
    case 'dbus-send':
    case 'busctl':
      return /(?:StopUnit|DisableUnitFiles|MaskUnitFiles|KillUnit|SetProperties)/.test(line) ? 'high' : null;
    case 'falconctl':
    case 'mdatp':
    case 'santactl':
      return /\b(?:unload|uninstall|disable|config|exclusion|set)\b/.test(line) ? 'high' : null;
    case 'fdesetup':
      return argv[0] === 'disable' ? 'high' : null;
    case 'ulimit':
      return null;
    case 'Set-MpPreference':
      return 'high';
    case 'code':
      return null;
    default:
      return null;
  }
}

export const rule = defineRule(
  {
    id: 'defense.tool-stop',
    title: 'Protection switched off',
    severity: 'high',
    attack: ['T1685', 'T1562.001'],
    looksAt: ['exec'],
    programs: (program) => /^(?:setenforce|csrutil|spctl|tccutil|aa-\w+|apparmor_parser|semanage|setsebool|xattr|systemctl|service|launchctl|sc|net|kill|pkill|killall|taskkill|apt|apt-get|dpkg|yum|dnf|brew|rpm|gdbus|dbus-send|busctl|falconctl|mdatp|santactl|fdesetup|Set-MpPreference)$/.test(program),
    why: 'A protection that is off neither stops nor records what comes next.',
    doesNotShow: 'That the session had the rights for it.',
    otherExplanation: 'A protection is switched off for a moment to test whether it causes a fault.',
    canBeWrong: 'Programs are known by name; one with a similar name is reported too.',
  },
  (call) => {
    for (const fact of call.facts) {
      const severity = fact.kind === 'exec' ? stops(fact) : null;
      if (fact.kind === 'exec' && severity !== null) return [hitOn(call, fact, { severity, what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
