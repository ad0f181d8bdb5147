/** Finds the first statement that takes data away in a text of SQL. By its leading words; no grammar. */
import { shortened } from './wording.ts';

const drops = /^(?:drop\s+(?:database|schema|table|keyspace|view|materialized|index|user|role|collection|bucket|measurement|series|owned|tablespace|type|function|trigger|sequence|extension)|truncate(?:\s+table)?\s+\S+|flush\s+(?:tables|privileges)\b.*read\s+lock|flushall|flushdb|delete\s+from\s+\S+\s*$|alter\s+(?:table\s+\S+\s+drop|database\s+\S+\s+set\s+read_only|system\s+set))\b/i;
const unfilteredDelete = /^delete\s+(?:from\s+)?[^\s;]+(?:\s*$|\s+(?!.*\bwhere\b))|^delete\s+.*\bwhere\s+(?:1\s*=\s*1|true|'1'\s*=\s*'1')\s*$/i;
const unfilteredUpdate = /^update\s+\S+\s+set\s+(?!.*\bwhere\b)|^update\s+.*\bwhere\s+(?:1\s*=\s*1|true)\s*$/i;

/** The statement, shortened; null where none takes data away. */
export function destructiveStatement(text: string): string | null {
  const body = text.length > 8000 ? text.slice(0, 8000) : text;
  for (const part of body.replace(/--[^\n]*/g, ' ').replace(/\/\*.{0,2000}?\*\//gs, ' ').split(/[;\n]\s*/)) {
    const statement = part.replace(/^['"\s(]+/, '').replace(/['"\s]+$/, '').replace(/\s+/g, ' ');
    if (drops.test(statement) || unfilteredDelete.test(statement) || unfilteredUpdate.test(statement)) return shortened(statement, 160);
  }
  return null;
}
