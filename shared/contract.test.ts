import { describe, expect, it } from 'vitest';
import { contract } from './contract.ts';
import { desktopContract } from './desktop-contract.ts';

interface Schema {
  readonly type: string;
  readonly kind: string;
  readonly pipe?: readonly Schema[];
  readonly entries?: Record<string, Schema>;
  readonly item?: Schema;
  readonly wrapped?: Schema;
  readonly value?: Schema;
  readonly key?: Schema;
  readonly options?: readonly (Schema | string)[];
}

/** Walks a schema and gives the path of each string and list that has no upper bound. */
function unbounded(schema: Schema, path: string, found: string[] = []): string[] {
  const checks = (schema.pipe ?? []).map((part) => part.type);
  if (schema.type === 'string' && !checks.includes('max_length') && !checks.includes('regex')) found.push(path);
  if (schema.type === 'array' && !checks.includes('max_length')) found.push(path);
  if (schema.type === 'record' && !checks.includes('check')) found.push(path);
  if (schema.type === 'any' || schema.type === 'unknown' || schema.type === 'object' || schema.type === 'loose_object') found.push(`${path} (open)`);
  for (const [key, entry] of Object.entries(schema.entries ?? {})) unbounded(entry, `${path}.${key}`, found);
  for (const part of [schema.item, schema.wrapped, schema.value, schema.key]) if (part) unbounded(part, `${path}[]`, found);
  for (const option of schema.options ?? []) if (typeof option === 'object') unbounded(option, path, found);
  return found;
}

/** Names of the parameters, at any depth. */
function names(schema: Schema): string[] {
  return Object.entries(schema.entries ?? {}).flatMap(([key, entry]) => [key, ...names(entry)]).concat(schema.item ? names(schema.item) : [], schema.wrapped ? names(schema.wrapped) : []);
}

const calls = [...Object.entries(contract), ...Object.entries(desktopContract)];

describe('the contract between the processes', () => {
  it('bounds each string, list and record that crosses it', () => {
    expect(calls.length).toBeGreaterThan(20);
    for (const [name, { params, result }] of calls) {
      expect(unbounded(params as unknown as Schema, `${name} params`)).toEqual([]);
      expect(unbounded(result as unknown as Schema, `${name} result`)).toEqual([]);
    }
  });

  it('takes no path from the page: things are named by id', () => {
    for (const [name, { params }] of calls) {
      const suspicious = names(params as unknown as Schema).filter((key) => /path|folder|directory|fileName/i.test(key));
      expect(suspicious, name).toEqual([]);
    }
  });
});
