/** What main does for the page: one small function a call. Knows nothing of Electron; what it needs is handed to it. */
import type { DesktopState, RecentCase } from '../../shared/desktop-contract.ts';
import { CallProblem } from '../../shared/rpc.ts';
import type { CaseChoicesDesk } from './case-choices.ts';
import type { CaseDesk, CaseRequest } from './current-case.ts';
import type { DesktopHandlers } from './desktop-calls.ts';
import { recentRequest } from './open-request.ts';
import type { PrintJob, SavedReport } from './report-pdf.ts';
import type { SettingsFile, StoredCase } from './settings-file.ts';
import type { ThisMachine } from './this-machine.ts';
import type { ReportOptions } from '../../shared/report.ts';

export interface HandlerParts {
  readonly desk: CaseDesk;
  readonly settings: SettingsFile;
  readonly machine: ThisMachine;
  readonly version: string;
  readonly warnings: readonly string[];
  readonly platform: string;
  readonly home: string;
  sampleFolder(): Promise<string>;
  /** Opens a case and sees to what follows, e.g. the list of recent ones. */
  open(request: CaseRequest): void;
  chooseFolder(): Promise<CaseRequest | null>;
  openSample(): Promise<void>;
  /** Asks where to, prints, writes; null where the dialog was dismissed. */
  saveReport(options: ReportOptions): Promise<SavedReport | null>;
  revealReport(): void;
  readonly choices: CaseChoicesDesk;
  /** The theme or the list of cases changed. */
  changed(): void;
}

/** What the page shows of main's state. */
export function desktopState(parts: Pick<HandlerParts, 'desk' | 'choices' | 'settings' | 'version' | 'warnings' | 'platform' | 'home'>): DesktopState {
  const { theme, recent, analyst } = parts.settings.read();
  const current = parts.desk.current();
  const problem = parts.settings.problem();
  return {
    version: parts.version,
    theme,
    warnings: [...parts.warnings, ...(problem === null ? [] : [problem])].map((text) => text.slice(0, 300)),
    recent: recent.map(recentRow),
    open: current && {
      path: current.request.kind === 'machine' ? parts.home : current.request.order.root,
      name: current.request.order.name,
      live: current.request.order.live,
      sample: current.request.kind === 'sample',
      choices: parts.choices.shown(),
    },
    analyst: analyst ?? '',
    platform: parts.platform,
    userFolder: parts.home,
  };
}

function recentRow(stored: StoredCase, id: number): RecentCase {
  return {
    id,
    name: stored.name,
    path: stored.path,
    sessions: stored.sessions,
    worst: stored.worst,
    findings: stored.findings,
    openedAt: stored.openedAt,
    live: stored.kind === 'machine',
    sample: stored.kind === 'sample',
  };
}

const notHere = () => {
  throw new CallProblem('refused', 'This page may not make this call.');
};

/** The calls of the window that a person works in. */
export function caseHandlers(parts: HandlerParts): DesktopHandlers {
  return {
    'state.read': () => desktopState(parts),
    'theme.set': ({ theme }) => {
      parts.settings.setTheme(theme);
      parts.changed();
      return {};
    },
    'open.dialog': async () => {
      const request = await parts.chooseFolder();
      if (request) parts.open(request);
      return { opened: request !== null };
    },
    'open.sample': async () => {
      await parts.openSample();
      return { opened: true };
    },
    'open.recent': async ({ id }) => {
      const stored = parts.settings.read().recent[id];
      if (!stored) throw new CallProblem('not-found', 'This case is no longer in the list.');
      parts.open(await recentRequest(stored, parts.sampleFolder, parts.home));
      return { opened: true };
    },
    'machine.list': async () => ({ folders: [...(await parts.machine.list())] }),
    'open.machine': ({ ids }) => {
      parts.open({ kind: 'machine', order: parts.machine.order(ids) });
      return { opened: true };
    },
    'case.close': () => {
      parts.desk.close();
      return {};
    },
    'choices.choose': ({ choice, reason, by }) => {
      // Its text would come from the page.
      if (choice.kind === 'policy-file') throw new CallProblem('refused', 'A policy file is chosen in the dialog for files.');
      return { id: parts.choices.choose(choice, { by, reason }) };
    },
    'choices.takeBack': ({ ids, reason, by }) => {
      parts.choices.takeBack(ids, { by, reason });
      return {};
    },
    'choices.policyFile': ({ by }) => parts.choices.choosePolicyFile(by),
    'report.save': async ({ options }) => (await parts.saveReport(options)) ?? { path: null, sha256: null, pages: 0, bytes: 0 },
    'report.reveal': () => {
      parts.revealReport();
      return {};
    },
    'report.request': notHere,
    'report.ready': notHere,
  };
}

/** The calls of a page that is only printed. */
export function printHandlers(job: PrintJob): DesktopHandlers {
  return {
    'state.read': notHere,
    'theme.set': notHere,
    'open.dialog': notHere,
    'open.sample': notHere,
    'open.recent': notHere,
    'machine.list': notHere,
    'open.machine': notHere,
    'case.close': notHere,
    'choices.choose': notHere,
    'choices.takeBack': notHere,
    'choices.policyFile': notHere,
    'report.save': notHere,
    'report.reveal': notHere,
    'report.request': () => ({ options: job.options, issuedAt: job.issuedAt }),
    'report.ready': ({ failure }) => {
      job.drawn(failure);
      return {};
    },
  };
}
