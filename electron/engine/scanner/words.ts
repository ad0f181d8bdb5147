/**
 * The words of rows that count, each with a number: keys up to 31, so that those seen in an object fit into the bits of one
 * word, then the types of rows and blocks. The names are the words themselves: the other side takes them from here.
 */
export const type = 1;
export const uuid = 2;
export const parentUuid = 3;
export const logicalParentUuid = 4;
export const sessionId = 5;
export const session_id = 6;
export const timestamp = 7;
export const cwd = 8;
export const version = 9;
export const agentId = 10;
export const isSidechain = 11;
export const entrypoint = 12;
export const message = 13;
export const permissionMode = 14;
export const permissionDecision = 15;
export const toolDenialKind = 16;
export const toolUseResult = 17;
export const content = 18;
export const model = 19;
export const id = 20;
export const name = 21;
export const input = 22;
export const tool_use_id = 23;
export const is_error = 24;
export const interrupted = 25;
export const file_path = 26;
// What tells that a prompt is not a person's own words.
export const origin = 27;
export const promptSource = 28;
export const turnOrigin = 29;
export const isMeta = 30;
export const isCompactSummary = 31;

export const user = 32;
export const assistant = 33;
export const text = 34;
export const thinking = 35;
export const tool_use = 36;
export const tool_result = 37;

/** Keys of what a tool is asked to do, whose values stand for the call in a list. */
export const command = 38;
export const pattern = 39;
export const path = 40;
export const url = 41;
export const query = 42;
export const notebook_path = 43;
export const skill = 44;
