/** What a call's facts come to for the inspector: programs, files by operation, hosts. Pure; repeats are named once. */
import type { Certainty, Fact, FileFact, Finding } from '../../shared/finding.ts';

export interface SummaryItem {
  readonly text: string;
  /** What to know about the item, e.g. `outside root`, `as root`, `only known at run time`. */
  readonly notes: readonly string[];
}

export interface FactSummary {
  readonly programs: readonly SummaryItem[];
  readonly reads: readonly SummaryItem[];
  readonly writes: readonly SummaryItem[];
  readonly deletes: readonly SummaryItem[];
  readonly executes: readonly SummaryItem[];
  readonly hosts: readonly SummaryItem[];
  readonly sends: readonly SummaryItem[];
  /** What goes into what, e.g. a download into a file or a shell. */
  readonly flows: readonly SummaryItem[];
  readonly variables: readonly SummaryItem[];
  /** Parts of the command that cannot be known from the record. */
  readonly unknown: readonly SummaryItem[];
}

/** Compares by path part: `/work/shop-infra` is outside `/work/shop`. Null where one side is unknown. */
export function isOutside(path: string | null, root: string | null): boolean | null {
  if (path === null || root === null || root === '') return null;
  const base = root.length > 1 ? root.replace(/\/+$/, '') : root;
  if (path === base) return false;
  return !path.startsWith(base === '/' ? '/' : `${base}/`);
}

function certaintyNote(certainty: Certainty): readonly string[] {
  if (certainty === 'static') return [];
  return [certainty === 'partial' ? 'partly known' : 'known only at run time'];
}

function once(items: readonly SummaryItem[]): readonly SummaryItem[] {
  const seen = new Map<string, SummaryItem>();
  for (const item of items) {
    const known = seen.get(item.text);
    seen.set(item.text, known ? { text: item.text, notes: [...new Set([...known.notes, ...item.notes])] } : item);
  }
  return [...seen.values()];
}

function fileItem(fact: FileFact, root: string | null, outsidePaths: ReadonlySet<string>): SummaryItem {
  const text = fact.path ?? fact.written;
  const outside = outsidePaths.has(text) || isOutside(fact.path, root) === true;
  return {
    text,
    notes: [...(outside ? ['outside root'] : []), ...(fact.recursive ? ['and all below'] : []), ...(fact.path === null ? ['not resolved'] : []), ...certaintyNote(fact.certainty)],
  };
}

/** Paths that a finding itself calls outside the root: where the engine followed links, it knows better than two strings. */
function pathsOfFindings(findings: readonly Finding[]): ReadonlySet<string> {
  const paths = findings
    .filter((finding) => finding.rule.startsWith('write.outside-root'))
    .flatMap((finding) => [finding.detail['path'], finding.detail['resolved_path'], finding.detail['target']]);
  return new Set(paths.filter((path): path is string => typeof path === 'string'));
}

/** Sorts facts into the inspector's lines. */
export function summariseFacts(facts: readonly Fact[], root: string | null, findings: readonly Finding[]): FactSummary {
  const outside = pathsOfFindings(findings);
  const programs: SummaryItem[] = [];
  const files: Record<FileFact['operation'], SummaryItem[]> = { read: [], write: [], delete: [], metadata: [], execute: [] };
  const hosts: SummaryItem[] = [];
  const sends: SummaryItem[] = [];
  const flows: SummaryItem[] = [];
  const variables: SummaryItem[] = [];
  const unknown: SummaryItem[] = [];
  for (const fact of facts) {
    switch (fact.kind) {
      case 'exec':
        programs.push({
          text: fact.program,
          notes: [
            ...(fact.wrappers.length > 0 ? [`through ${fact.wrappers.join(', ')}`] : []),
            ...(fact.privileged ? ['as root'] : []),
            ...(fact.context === 'host' ? [] : [fact.context === 'remote' ? 'on another machine' : 'in a container']),
            ...certaintyNote(fact.certainty),
          ],
        });
        break;
      case 'file':
        files[fact.operation].push(fileItem(fact, root, outside));
        break;
      case 'network':
        hosts.push({
          text: fact.host === null ? fact.written : fact.port === null ? fact.host : `${fact.host}:${fact.port}`,
          notes: [`by ${fact.program}`, ...(fact.host === null ? ['host not known'] : []), ...certaintyNote(fact.certainty)],
        });
        for (const upload of fact.uploads) sends.push({ text: upload === '-' ? 'standard input' : upload, notes: fact.host === null ? [] : [`to ${fact.host}`] });
        break;
      case 'flow':
        flows.push({ text: `${fact.from} → ${fact.to}`, notes: [] });
        break;
      case 'env':
        variables.push({ text: fact.value === null ? fact.name : `${fact.name}=${fact.value}`, notes: [] });
        break;
      case 'dynamic':
        unknown.push({ text: fact.reason, notes: [] });
        break;
      default: {
        const never: never = fact;
        return never;
      }
    }
  }
  return {
    programs: once(programs),
    reads: once(files.read),
    writes: once([...files.write, ...files.metadata.map((item) => ({ ...item, notes: [...item.notes, 'metadata only'] }))]),
    deletes: once(files.delete),
    executes: once(files.execute),
    hosts: once(hosts),
    sends: once(sends),
    flows: once(flows),
    variables: once(variables),
    unknown: once(unknown),
  };
}
