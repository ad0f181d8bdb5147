/** What is typed, shown or copied on the machine recorded. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { hasFlag, lineOf, operandsOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const keys = /^(?:logkeys|xinput|showkey|evtest|xev|xspy|keyd|keysniffer|lkl|screenkey|dumpkeys|xwd|scrot|maim|screencapture|import|grim|spectacle|gnome-screenshot|ffmpeg|arecord|parecord|script|ttyrec|asciinema|rec|fswebcam|imagesnap|streamer)$/;

const devices = /^\/dev\/(?:input\/(?:event|by-)|hidraw|uinput|usbmon)/;

function records(fact: ExecFact): Severity | null {
  const { program, argv } = fact;
  const line = argv.join(' ');
  switch (program) {
    case 'logkeys':
    case 'xspy':
    case 'lkl':
    case 'keysniffer':
      return argv.length > 0 ? 'high' : 'medium';
    case 'xinput':
      return /^test(?:-xi2)?\b/.test(line) ? 'medium' : null;
    case 'showkey':
    case 'evtest':
      return hasFlag(fact, 'hV', 'help', 'version') ? null : 'medium';
    case 'screencapture':
    case 'scrot':
    case 'maim':
    case 'xwd':
    case 'grim':
    case 'gnome-screenshot':
    case 'imagesnap':
    case 'fswebcam':
      return argv.some((argument) => /^(?:--?h(?:elp)?|--version)$/.test(argument)) ? null : 'medium';
    case 'import':
      return /-window\s+root/.test(line) ? 'medium' : null;
    case 'ffmpeg':
      return /-f\s+(?:x11grab|avfoundation|gdigrab|pulse|alsa|v4l2|dshow)/.test(line) ? 'medium' : null;
    case 'arecord':
    case 'parecord':
      return operandsOf(fact).length > 0 ? 'medium' : null;
    case 'script':
    case 'ttyrec': {
      // `script -q /dev/null program` only gives a program a terminal.
      const file = operandsOf(fact, new Set(['-c', '--command', '-E', '-o', '-T', '-m']))[0];
      return file !== undefined && /(?:^|\/)\.[\w-]|^\/(?:tmp|var|dev\/shm)\//.test(file) && file !== '/dev/null' && !hasFlag(fact, 'c', 'command') ? 'medium' : null;
    }
    default:
      return null;
  }
}

export const rule = defineRule(
  {
    id: 'credential.input-capture',
    title: 'Keys, screen or terminal recorded',
    severity: 'medium',
    attack: ['T1056.001', 'T1113'],
    looksAt: ['exec', 'read'],
    programs: (program) => keys.test(program),
    paths: [devices],
    why: 'What a person types or sees holds passwords and other people’s words; a recording takes them out of their place.',
    doesNotShow: 'What was typed or shown meanwhile.',
    otherExplanation: 'Screenshots of an app under development, recordings of a terminal for a demonstration.',
    canBeWrong: 'What stood on the screen is not told by the command.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind === 'file' && fact.operation === 'read' && devices.test(fact.path ?? fact.written)) return [hitOn(call, fact, { severity: 'high', what: `reads ${fact.written}, where keys and pointers report.`, detail: { path: fact.path } })];
      const severity = fact.kind === 'exec' ? records(fact) : null;
      if (fact.kind === 'exec' && severity !== null) return [hitOn(call, fact, { severity, what: `records what is typed or shown: ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
