/** The frame of the window: title bar, the view that shows, status bar, the keys that work everywhere. Knows no data of a view. */
import { useEffect } from 'react';
import { plainLabel } from '../shared/hostile-text.ts';
import { callEngine, onNotice, problemOf } from './api.ts';
import styles from './app.module.css';
import type { NoticeValue } from './api.ts';
import { ask, useCaseConnection } from './state/case-connection.ts';
import { caseStore, useCase } from './state/case-store.ts';
import { choosePolicyFile } from './state/choosing-store.ts';
import { custodyStore } from './state/custody-store.ts';
import { openSearch, stepHit } from './search/search-store.ts';
import type { KeysOf } from './state/key-list.ts';
import { useKeys } from './state/keyboard.ts';
import { useTheme } from './state/theme.ts';
import { useView, type View, viewStore, views } from './state/view-store.ts';
import { ProblemNote } from './ui/problem-note.tsx';
import { ChoiceBar } from './choices/choice-bar.tsx';
import { ChoicesDialog } from './choices/choices-dialog.tsx';
import { ChoosingDialog } from './choices/choosing-dialog.tsx';
import { CustodyBar } from './views/custody-bar.tsx';
import { FilesDialog } from './views/files-dialog.tsx';
import { FindingsView } from './views/findings-view.tsx';
import { KeysDialog } from './views/keys-dialog.tsx';
import { LoadingView } from './views/loading-view.tsx';
import { MachineDialog } from './views/machine-dialog.tsx';
import { MappingDialog } from './views/mapping-dialog.tsx';
import { OverviewView } from './views/overview-view.tsx';
import { PostureView } from './views/posture-view.tsx';
import { ProblemsDialog } from './views/problems-dialog.tsx';
import { RepositoriesDialog } from './views/repositories-dialog.tsx';
import { ReportView } from './views/report-view.tsx';
import { StatusBar } from './views/status-bar.tsx';
import { TimelineView } from './views/timeline-view.tsx';
import { TitleBar } from './views/title-bar.tsx';
import { WelcomeView } from './views/welcome-view.tsx';

function show(view: View): void {
  if (caseStore.getState().summary !== null) viewStore.getState().setView(view);
}

function search(): void {
  if (caseStore.getState().summary !== null) openSearch();
}

function showFiles(): void {
  if (caseStore.getState().summary !== null) viewStore.getState().setDialog('files');
}

/** Choices are made about a case: where none is ready, says so. */
function hasCase(): boolean {
  const { summary, desktop, setProblem } = caseStore.getState();
  if (summary !== null) return true;
  setProblem({ kind: 'not-ready', path: null, reason: desktop?.open ? 'The evidence is still being read. Choices are made once it is.' : 'No case is open. Choices are made about a case: open an evidence folder first.' });
  return false;
}

function obey({ name }: NoticeValue<'command'>): void {
  switch (name) {
    case 'open':
      ask('open.dialog', {});
      return;
    case 'machine':
      viewStore.getState().setDialog('machine');
      return;
    case 'sample':
      ask('open.sample', {});
      return;
    case 'view-1':
    case 'view-2':
    case 'view-3':
    case 'view-4':
    case 'view-5':
      show(views[Number(name.at(-1)) - 1] ?? 'overview');
      return;
    case 'policy-file':
      if (hasCase()) choosePolicyFile();
      return;
    case 'choices':
      if (hasCase()) viewStore.getState().setDialog('choices');
      return;
    case 'save-report':
      show('report');
      return;
    case 'search':
      search();
      return;
    case 'files':
      showFiles();
      return;
    case 'keys':
      viewStore.getState().setDialog('keys');
      return;
    default: {
      const never: never = name;
      throw new Error(`There is no command ${String(never)}.`);
    }
  }
}

const everywhere: Readonly<Record<KeysOf<'everywhere'>, () => void>> = {
  'Ctrl+1': () => show('overview'),
  'Ctrl+2': () => show('timeline'),
  'Ctrl+3': () => show('findings'),
  'Ctrl+4': () => show('posture'),
  'Ctrl+5': () => show('report'),
  'Ctrl+f': search,
  'Ctrl+i': showFiles,
  F3: () => void stepHit('next'),
  'Shift+F3': () => void stepHit('previous'),
  'Ctrl+o': () => ask('open.dialog', {}),
  'Ctrl+l': () => viewStore.getState().setDialog('machine'),
  'Ctrl+e': () => ask('open.sample', {}),
  'Ctrl+Shift+k': () => obey({ name: 'choices' }),
  'Ctrl+Shift+p': () => obey({ name: 'policy-file' }),
  m: () => (caseStore.getState().summary === null ? undefined : viewStore.getState().setDialog('mapping')),
  r: () => (caseStore.getState().summary === null ? undefined : viewStore.getState().setDialog('repositories')),
  '?': () => viewStore.getState().setDialog('keys'),
  'Ctrl+/': () => viewStore.getState().setDialog('keys'),
};

/** The window's title names the case, as plain text. */
function useWindowTitle(): void {
  const name = useCase((state) => state.desktop?.open?.name ?? null);
  useEffect(() => {
    document.title = name === null ? 'Postflight' : `${plainLabel(name, 80)} · Postflight`;
  }, [name]);
}

/** Main's menu asks for the same things as the keys do. */
function useCommands(): void {
  useEffect(() => {
    try {
      return onNotice('command', obey);
    } catch {
      // Without a bridge there is no menu either; the case connection has shown the problem.
      return undefined;
    }
  }, []);
}

function ActiveView() {
  const view = useView((state) => state.view);
  switch (view) {
    case 'overview':
      return <OverviewView />;
    case 'timeline':
      return <TimelineView />;
    case 'findings':
      return <FindingsView />;
    case 'posture':
      return <PostureView />;
    case 'report':
      return <ReportView />;
    default: {
      const never: never = view;
      return never;
    }
  }
}

function Body() {
  const desktop = useCase((state) => state.desktop);
  const summary = useCase((state) => state.summary);
  if (desktop === null) return <main className={styles.main} aria-busy="true" />;
  if (desktop.open === null) return <WelcomeView />;
  if (summary === null) return <LoadingView />;
  return <ActiveView />;
}

function OpenDialog() {
  const dialog = useView((state) => state.dialog);
  const close = () => viewStore.getState().setDialog('none');
  switch (dialog) {
    case 'none':
      return null;
    case 'keys':
      return <KeysDialog onClose={close} />;
    case 'problems':
      return <ProblemsDialog onClose={close} />;
    case 'files':
      return <FilesDialog onClose={close} />;
    case 'machine':
      return <MachineDialog onClose={close} />;
    case 'choices':
      return <ChoicesDialog onClose={close} />;
    case 'mapping':
      return <MappingDialog onClose={close} />;
    case 'repositories':
      return <RepositoriesDialog onClose={close} />;
    default: {
      const never: never = dialog;
      return never;
    }
  }
}

/** Reads the folder anew: the case is in the list of recent ones where it was read to its end before. */
function openAgain(): void {
  const desktop = caseStore.getState().desktop;
  const recent = desktop?.recent.find((one) => one.path === desktop.open?.path);
  if (recent) ask('open.recent', { id: recent.id });
  else ask('open.dialog', {});
}

function askSummary(): void {
  caseStore.getState().setProblem(null);
  callEngine('case.summary', {}).then(
    (summary) => {
      caseStore.getState().setSummary(summary);
      custodyStore.getState().follow();
    },
    (error: unknown) => caseStore.getState().setProblem(problemOf(error)),
  );
}

/** Warnings of main (no sandbox, an open debugging port) and a failure of the whole window, under the title. */
function Banners() {
  const warnings = useCase((state) => state.desktop?.warnings);
  const problem = useCase((state) => state.problem);
  const lost = useCase((state) => state.lost);
  const open = useCase((state) => state.desktop?.open ?? null);
  return (
    <div>
      {warnings && warnings.length > 0 ? (
        <div className={styles.warnings}>
          {warnings.map((warning) => (
            <p key={warning} role="status">
              {warning}
            </p>
          ))}
        </div>
      ) : null}
      <CustodyBar />
      {problem === null ? null : <ProblemNote problem={problem} {...(open === null ? {} : { onRetry: lost ? openAgain : askSummary, retryLabel: lost ? 'Open again' : 'Try again' })} />}
      <ChoiceBar />
    </div>
  );
}

export function App() {
  useCaseConnection();
  useCommands();
  useWindowTitle();
  useTheme(useCase((state) => state.desktop?.theme) ?? 'system');
  useKeys('everywhere', everywhere);
  return (
    <div className={styles.app}>
      <TitleBar />
      <Banners />
      <Body />
      <StatusBar />
      <OpenDialog />
      <ChoosingDialog />
    </div>
  );
}
