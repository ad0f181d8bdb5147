/** The texts of one record that a search looks into: what its calls were given, and what its answers say. Pure. */
import { asList, asObject, firstText, type Json, type JsonObject, own, ownText } from '../events/json.ts';
import { readRecord } from '../sources/transcript/record.ts';

/** One text, and the name of the field it stands in: `command`, `content`, `stdout`. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** `block` is the part of the record that a call is, `toolUseId` the call that an answer belongs to. */
export type RecordTexts =
  | { readonly part: 'input'; readonly block: number; readonly texts: readonly NamedText[] }
  | { readonly part: 'output'; readonly toolUseId: string | null; readonly texts: readonly NamedText[] };

const deepest = 200;

/** Reads a parsed row. Images and other base64 data are no text. */
export function recordTexts(row: JsonObject): readonly RecordTexts[] {
  const found: RecordTexts[] = [];
  // A person's row and an answer hold no call: most records found are answers.
  const type = ownText(row, 'type');
  for (const [block, part] of type === 'user' || type === 'tool_result' ? [] : readRecord(row).parts.entries()) {
    if (part.part === 'call') found.push({ part: 'input', block, texts: namedTexts(part.input) });
  }
  const message = asObject(own(row, 'message'));
  const blocks = asList(own(message ?? row, 'content')).filter(isAnswer);
  const beside = own(row, 'toolUseResult');
  if (blocks.length > 0) {
    for (const [at, block] of blocks.entries()) {
      found.push({ part: 'output', toolUseId: ownText(block, 'tool_use_id'), texts: outputTexts(own(block, 'content'), at === 0 ? beside : undefined) });
    }
  } else if (ownText(row, 'type') === 'tool_result') {
    found.push({ part: 'output', toolUseId: firstText(row, 'tool_use_id', 'id'), texts: outputTexts(row, beside) });
  }
  return found;
}

function isAnswer(block: Json): boolean {
  const type = ownText(block, 'type') ?? '';
  return type === 'tool_result' || type.endsWith('_tool_result');
}

/** The answer, and of the client's own copy beside it only what the answer does not already hold. */
function outputTexts(content: Json | undefined, beside: Json | undefined): readonly NamedText[] {
  const texts = namedTexts(content, 'content');
  let known = '';
  for (const [at, { text }] of texts.entries()) known += at === 0 ? text : `\n${text}`;
  for (const copy of namedTexts(beside, 'toolUseResult')) if (!known.includes(copy.text)) texts.push(copy);
  return texts;
}

function namedTexts(value: Json | undefined, name = ''): NamedText[] {
  const found: NamedText[] = [];
  addTexts(value, name, 0, found);
  return found;
}

function addTexts(value: Json | undefined, name: string, depth: number, found: NamedText[]): void {
  if (typeof value === 'string') found.push({ name, text: value });
  if (depth > deepest || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) addTexts(item, name, depth + 1, found);
    return;
  }
  const object = asObject(value);
  if (object === null || ownText(object, 'type') === 'base64') return;
  for (const [key, item] of Object.entries(object)) if (key !== 'type' && key !== 'tool_use_id' && key !== 'base64') addTexts(item, key, depth + 1, found);
}
