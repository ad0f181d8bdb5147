import { describe, expect, it } from 'vitest';
import { examineCall } from './examine.ts';
import type { ProjectRoot, SourceMachine, ToolCall } from './examined-call.ts';
import { home, incidentCalls, infra, shop } from './incident-calls.ts';
import { ruleIdOf } from './hit.ts';

/** Said of several calls or of a tool's answer; shown elsewhere. */
const beyondOneCall = /^(secret\.|git\.)/;

describe('an incident, call by call', () => {
  const machine: SourceMachine = { home, user: 'dev', style: 'posix', caseInsensitive: true, workTrees: [shop, infra] };
  incidentCalls.forEach((step, at) => {
    const root: ProjectRoot = { path: step.cwd, how: step.cwd === null ? 'no record names one' : 'first working directory', additional: [] };
    const call: ToolCall = { eventId: at, toolUseId: `t${at}`, tool: step.tool, input: step.input, cwd: step.cwd, sessionId: step.session, agentId: null, time: at };
    const ids = examineCall(call, root, machine).hits.map(ruleIdOf);
    for (const prefix of step.expect.filter((each) => !beyondOneCall.test(each))) {
      it(`${step.session}, call ${at} (${step.tool}) is reported as ${prefix}`, () => expect(ids.filter((id) => id.startsWith(prefix))).not.toEqual([]));
    }
    for (const prefix of step.never) {
      it(`${step.session}, call ${at} (${step.tool}) is not reported as ${prefix}`, () => expect(ids.filter((id) => id.startsWith(prefix))).toEqual([]));
    }
  });
});
