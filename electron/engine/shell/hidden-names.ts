/** How a command's name can hide what runs: odd spellings, functions that take a program's name, loops without end. */
import type { CompoundList, SyntaxNode } from 'unbash';
import { shells } from './programs/shells.ts';
import { programNamed } from './programs/table.ts';
import { wrappers } from './programs/wrappers.ts';
import { reasons } from './reasons.ts';
import type { Span, Value } from './values.ts';
import { type Walk, noteReason } from './walk.ts';

/** Programs whose place a function takes only to see or change what others give them, and the shell's own hooks. */
export const takenNames = /^(?:curl|wget|ssh|scp|git|sudo|su|kubectl|docker|aws|gcloud|az|gh|npm|pip3?|python3?|node|cat|ls|ps|passwd|login|gpg|vault|op|command_not_found_handler?|precmd|preexec|PROMPT_COMMAND)$/;

/** `while true`, `while :`, `while ((1))`. */
export function endless(clause: CompoundList): boolean {
  const only = clause.commands.length === 1 ? clause.commands[0]?.command : undefined;
  if (only?.type === 'Command') return only.name !== undefined && /^(?:true|:|yes)$/.test(only.name.value) && only.args.length === 0;
  return only?.type === 'ArithmeticCommand' && /^\s*[1-9]\d*\s*$/.test(only.body);
}

/** Says how a program's name is hidden: broken up by quotes, a brace list, character codes, pieces of variables. */
export function noteName(walk: Walk, text: string, parts: readonly SyntaxNode[], fields: readonly Value[], place: Span): void {
  const name = fields[0]?.text ?? '';
  if (parts.some((part) => part.type === 'BraceExpansion')) noteReason(walk, reasons.braceCommand, text, place);
  else if (parts.some((part) => part.type === 'AnsiCQuoted')) noteReason(walk, reasons.ansiName, text, place);
  else if (parts.some((part) => part.type === 'Glob')) noteReason(walk, reasons.globName, text, place);
  else if (parts.length > 1 && !parts.some((part) => part.type === 'Literal' && part.text.includes('/')) && parts.filter((part) => part.type === 'SimpleExpansion' || part.type === 'ParameterExpansion').length > 1) noteReason(walk, reasons.builtCommand, text, place);
  else if (fields[0]?.certainty === 'static' && parts.length === 1 && parts[0]?.type === 'CommandExpansion' && /^[\w.-]+$/.test(name)) noteReason(walk, reasons.builtCommand, text, place);
  else if (/\w\$[@*]\w/.test(text) && /^[\w.-]+$/.test(name)) noteReason(walk, reasons.quotedName, text, place);
  else if (/^[\w.-]+$/.test(name) && /\w(['"]{2}|\\|['"])\w|^["']\w["']\w/.test(text) && !/^(["'])[^"']*\1$/.test(text) && !text.includes('$') && !text.includes('`')) noteReason(walk, reasons.quotedName, text, place);
}

/** Says where a brace list spells a program's name letter by letter: `{r,m}`. */
export function noteLetters(walk: Walk, text: string, place: Span): void {
  const letters = /\{(\w(?:,\w)+)\}/.exec(text)?.[1]?.replaceAll(',', '');
  if (letters === undefined || /^\d+$/.test(letters)) return;
  if (shells.has(letters) || programNamed(letters) !== undefined || Object.hasOwn(wrappers, letters)) noteReason(walk, reasons.braceCommand, text, place);
}
