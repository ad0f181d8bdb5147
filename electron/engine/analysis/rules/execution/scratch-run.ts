/** Something run from a place that leaves no trace: memory file systems, hidden names in scratch folders. */
import { defineRule, hitOn, noHits } from '../../rule.ts';

const places = /^\/(?:dev\/shm|run\/user\/\d+|run\/shm|dev\/mqueue)\/|^\/(?:private\/)?(?:var\/)?tmp\/(?:[^/]+\/)*\.[\w-][^/]*(?:\/|$)/;
const tools = /\/\.(?:X11-unix|ICE-unix|font-unix|mount_|org\.chromium|vscode|cache|npm|nvm|cargo|venv|tox|claude)/;

export const rule = defineRule(
  {
    id: 'execution.scratch-run',
    title: 'Run from memory or from a hidden place',
    severity: 'medium',
    attack: ['T1059', 'T1036'],
    looksAt: ['execute'],
    why: 'What lies in memory is gone after a restart, and a hidden name in a scratch folder is not seen by those who look there.',
    doesNotShow: 'What it does.',
    otherExplanation: 'Tests use memory file systems because they are fast.',
    canBeWrong: 'Some desktop tools keep sockets and helpers there.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || fact.operation !== 'execute') continue;
      const path = fact.path ?? fact.written;
      if (places.test(path) && !tools.test(path)) return [hitOn(call, fact, { severity: 'medium', what: `runs ${fact.written}.`, detail: { path: fact.path, via: fact.via } })];
    }
    return noHits;
  },
);
