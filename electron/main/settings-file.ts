/**
 * Keeps the looks and the list of recent cases in one JSON file of our own. A damaged file is put aside and reported,
 * never overwritten in silence. Knows nothing of windows.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { themes } from '../../shared/desktop-contract.ts';
import { severity } from '../../shared/event.ts';
import { count, list, text } from '../../shared/schema.ts';
import { putAside, writeOutput } from '../output-file.ts';

/** A case that was open before, and how to open it again. */
const storedCase = v.strictObject({
  kind: v.picklist(['folder', 'sample', 'machine']),
  path: text(8192),
  /** For "this machine": the folders that were chosen. */
  folders: list(text(8192), 10_000),
  name: text(500),
  sessions: count,
  findings: count,
  worst: v.nullable(severity),
  openedAt: v.pipe(v.number(), v.finite()),
});
export type StoredCase = v.InferOutput<typeof storedCase>;

const settingsSchema = v.strictObject({
  schema: v.literal('postflight.settings/1'),
  theme: v.picklist(themes),
  recent: list(storedCase, 20),
  /** Who chose last in a case. */
  analyst: v.optional(text(200)),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

const fresh: Settings = { schema: 'postflight.settings/1', theme: 'system', recent: [] };
const mostRecent = 12;

export interface SettingsFile {
  read(): Settings;
  /** What went wrong with the file, in words for the banner; null where nothing did. */
  problem(): string | null;
  setAnalyst(name: string): void;
  setTheme(theme: Settings['theme']): void;
  /** Puts a case at the head of the list. */
  remember(opened: StoredCase): void;
}

export function openSettings(userFolder: string): SettingsFile {
  const path = join(userFolder, 'settings.json');
  let problem: string | null = null;
  let settings = fresh;
  const bytes = readIfThere(path);
  if (bytes !== null) {
    const parsed = parseSettings(bytes);
    if (parsed) settings = parsed;
    else problem = setAside(path);
  }
  const save = (changed: Settings) => {
    settings = changed;
    try {
      writeOutput(path, `${JSON.stringify(changed, null, 2)}\n`, []);
    } catch (error) {
      problem = `The settings could not be saved: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300);
    }
  };
  return {
    read: () => settings,
    problem: () => problem,
    setAnalyst: (analyst) => {
      if (analyst !== (settings.analyst ?? '')) save({ ...settings, analyst });
    },
    setTheme: (theme) => save({ ...settings, theme }),
    remember: (opened) => {
      const others = settings.recent.filter((known) => !isSame(known, opened));
      save({ ...settings, recent: [opened, ...others].slice(0, mostRecent) });
    },
  };
}

/** There is one sample and one this machine; a later version of the sample lies in another folder. */
function isSame(known: StoredCase, opened: StoredCase): boolean {
  return known.kind === opened.kind && (opened.kind !== 'folder' || known.path === opened.path);
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    return '';
  }
}

function parseSettings(bytes: string): Settings | null {
  try {
    const checked = v.safeParse(settingsSchema, JSON.parse(bytes));
    return checked.success ? checked.output : null;
  } catch {
    return null;
  }
}

function setAside(path: string): string {
  try {
    return `The settings file was damaged. It is kept as ${basename(putAside(path))}; Postflight starts with fresh settings.`;
  } catch {
    return 'The settings file cannot be read. Postflight starts with fresh settings.';
  }
}
