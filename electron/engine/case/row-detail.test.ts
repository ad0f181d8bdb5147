import { describe, expect, it } from 'vitest';
import { at, call, prompt } from '../../../e2e/draw-evidence.ts';
import { openDrawn } from '../drawn-case.ts';
import { eventDetail } from './detail.ts';

const main = 'Users/kim/.claude/projects/-Users-kim-work-till/s1.jsonl';

describe('a block that nobody knows', () => {
  it('is shown raw, also where words stand beside it', async () => {
    const row = { ...prompt('', null, { second: 1 }), message: { role: 'user', content: [{ type: 'text', text: 'See' }, { type: 'hologram', depth: 3 }] } };
    const opened = await openDrawn({ [main]: [row] });
    const unknown = [0, 1].find((event) => opened.store.kind(event) === 'unknown') ?? -1;
    expect(eventDetail(opened, unknown).input).toMatchObject([{ name: 'record', value: expect.stringContaining('{"type":"hologram","depth":3}') }]);
    expect(eventDetail(opened, 1 - unknown).input).toMatchObject([{ name: 'text', value: 'See' }]);
  });
});

describe('a prompt that says the mode again', () => {
  it('is shown with its words', async () => {
    const words = ['one', 'two', 'three', 'four'];
    const opened = await openDrawn({ [main]: words.flatMap((text, at) => [prompt(text, 'default', { second: at }), call(`t${at}`, 'Bash', { command: 'ls' }, { second: at })]) });
    const prompts = Array.from({ length: opened.store.length }, (_, event) => event).filter((event) => opened.store.kind(event) === 'prompt');
    expect(prompts.map((event) => eventDetail(opened, event).input)).toMatchObject(words.map((text) => [{ name: 'text', value: text }]));
  });
});

describe('what the client told the model of the account', () => {
  it('keeps its e-mail address covered until it is asked for', async () => {
    const opened = await openDrawn({ [main]: [{ type: 'attachment', uuid: 'x', sessionId: 's1', timestamp: at(0), attachment: { type: 'session_context', userEmail: 'kim@mail.example.test' } }] });
    const [field] = eventDetail(opened, 0).input;
    expect(field?.secrets?.map(({ start, end }) => field.value.slice(start, end))).toEqual(['kim@mail.example.test']);
  });
});
