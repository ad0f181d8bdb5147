/** Proposes where the case goes: the incident queue or a near-miss review, with the evidence for and against. A person decides. Pure. */
import { didNotRun, type Finding } from '../../../../shared/finding.ts';

export interface DecisionPoint {
  readonly says: string;
  /** The first of them by id. */
  readonly findings: readonly string[];
  /** All of them. */
  readonly total: number;
}

export interface Decision {
  readonly queue: 'ir' | 'postmortem' | 'none';
  readonly reasons: readonly DecisionPoint[];
  readonly against: readonly DecisionPoint[];
}

export interface DecisionFacts {
  readonly findings: readonly Finding[];
  readonly calls: number;
  readonly unattendedCalls: number;
  /** Calls of which no record says whether a person was there. */
  readonly unknownCalls: number;
  /** Whether the call behind a finding ran while nobody was there; null where it has no call. */
  readonly unattended: (finding: Finding) => boolean | null;
  /** Calls whose effect no second source of the copy covers. */
  readonly notCovered: number;
  readonly repositories: number;
  readonly providerRecords: number;
  /** Of those, the ones that name a request or a call of the transcripts. */
  readonly providerJoined: number;
}

const named = 20;
const protectedRef = /(?:^|\/)(?:main|master|trunk|develop|release(?:[/-].*)?|production|prod)$|^HEAD$/;

function latestBySession(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const latest = new Map<string, number>();
  for (const { sessionId, time } of findings) if (sessionId !== null) latest.set(sessionId, Math.max(latest.get(sessionId) ?? Number.NEGATIVE_INFINITY, time ?? 0));
  return latest;
}

export function decide(facts: DecisionFacts): Decision {
  const { findings } = facts;
  const aside = findings.filter((finding) => Object.hasOwn(finding.detail, 'ignored'));
  // Where a person was there to be asked, a refusal is taken for one; where nobody was, something stopped a call that may have run.
  const refused = (finding: Finding): boolean => didNotRun(finding) || (finding.state === 'denied' && facts.unattended(finding) === false);
  const open = findings.filter((finding) => !refused(finding) && !Object.hasOwn(finding.detail, 'ignored'));
  const of = (...prefixes: readonly string[]): readonly Finding[] => open.filter((finding) => prefixes.some((prefix) => finding.rule.startsWith(prefix)));
  const point = (says: string, list: readonly Finding[]): DecisionPoint => ({ says, findings: list.slice(0, named).map((finding) => finding.id), total: list.length });
  const reasons: DecisionPoint[] = [];
  const against: DecisionPoint[] = [];
  const weigh = (list: readonly Finding[], yes: string, no: string): void => {
    if (list.length > 0) reasons.push(point(yes, list));
    else against.push(point(no, []));
  };
  if (facts.calls === 0) return { queue: 'none', reasons: [], against: [point('The copy records no tool call. That does not show that no agent ran.', [])] };
  if (facts.unattendedCalls === 0 && facts.unknownCalls === 0) return { queue: 'none', reasons: [], against: [point('No call is recorded as unattended.', [])] };

  const credentials = of('credential.');
  const network = of('network.', 'exfil.');
  const lastContact = latestBySession(network);
  const after = credentials.filter(({ sessionId, time }) => sessionId !== null && (lastContact.get(sessionId) ?? Number.NEGATIVE_INFINITY) >= (time ?? 0));
  const alone = (list: readonly Finding[]): readonly Finding[] => list.filter((finding) => finding.severity !== 'info' && facts.unattended(finding) !== false);
  weigh(after, 'A credential was read, and a network command followed in the same session.', credentials.length === 0 ? 'No credential path is recorded as read.' : 'No network command follows a credential read in its session.');
  // A near miss asks for more than that nothing of the incident queue holds: these three speak against one by themselves.
  if (after.length === 0 && alone(credentials).length > 0) reasons.push(point('A credential path was touched while nobody was there: a near miss needs it revoked, and unused since.', alone(credentials)));
  const strange = alone(of('network.unsanctioned'));
  if (strange.length > 0) reasons.push(point('A host that is not sanctioned was named while nobody was there: a near miss has sanctioned hosts only.', strange));
  const outside = alone(of('write.outside-root'));
  if (outside.length > 0) reasons.push(point('A write left the project’s root while nobody was there: a near miss keeps inside it.', outside));
  weigh(of('exfil.'), 'Data is recorded as sent to a host that is not sanctioned, or made ready for it.', 'No record sends data to a host that is not sanctioned.');
  weigh(of('execution.download'), 'A downloaded script is recorded as run.', 'No downloaded script is recorded as run.');
  const changed = of('persistence.', 'write.path-binary', 'agent.mcp-add', 'agent.config-write', 'agent.instructions-write').filter((finding) => facts.unattended(finding) !== false);
  weigh([...changed, ...of('posture.mcp-server').filter((finding) => finding.detail['registeredDuringUnattended'] === true)], 'A start file, a program on PATH, a hook, an MCP server or a setting was changed while nobody was there.', 'No start file, hook, MCP server or setting is recorded as changed while nobody was there.');
  weigh(of('antiforensics.', 'transcript.missing', 'git.history-rewritten').filter((finding) => !(finding.rule === 'transcript.missing' && (finding.severity === 'info' || finding.severity === 'low'))), 'History, reflog or transcripts show signs of having been edited or removed.', 'No sign of edited or removed history was found.');
  const moved = of('git.contradicted', 'git.unexplained').filter(isProtected);
  weigh([...moved, ...of('provider.request-without-transcript')], 'Git and the transcripts contradict each other on a protected branch, or the provider has a request without a transcript.', agreement(facts));
  const gaps = of('transcript.gap', 'transcript.truncated');
  if (gaps.length > 0 || facts.notCovered > 0 || facts.unknownCalls > 0) {
    const parts = [...(gaps.length > 0 ? [`${counted(gaps.length, 'gap')} in transcripts`] : []), ...(facts.notCovered > 0 ? [`${counted(facts.notCovered, 'call')} whose effect no second source covers`] : []), ...(facts.unknownCalls > 0 ? [`${counted(facts.unknownCalls, 'call')} of which no record says whether a person was there`] : [])];
    reasons.push(point(`The evidence does not cover the window: ${parts.join('; ')}.`, gaps));
  } else if (facts.repositories === 0) reasons.push(point('The evidence does not cover the window: there is no repository to hold the calls against.', []));
  else against.push(point('The sources of the copy cover the unattended calls.', []));
  if (aside.length > 0) against.push(point(`The policy or a person set aside ${counted(aside.length, 'finding')}, with reasons; they are not weighed.`, aside));
  return { queue: reasons.length > 0 ? 'ir' : 'postmortem', reasons, against };
}

/** What was held against what, where nothing contradicts: sources that the copy lacks, or that name nothing of each other, agree in nothing. */
function agreement({ repositories, providerRecords, providerJoined }: DecisionFacts): string {
  const git = repositories === 0 ? 'There is no repository to hold the transcripts against.' : 'Git and the transcripts agree where both speak.';
  if (providerRecords === 0) return repositories === 0 ? 'There is no repository and no provider record to hold the transcripts against.' : `${git} There is no provider record to hold them against.`;
  if (providerJoined === 0) return `${git} The provider’s records name no request of the transcripts, so neither could be held against the other one by one.`;
  return repositories === 0 ? `The provider’s record and the transcripts agree where both speak. ${git}` : 'Git, the transcripts and the provider’s record agree where they speak.';
}

/** An entry of HEAD's log is that of the branch whose log holds it too; where none does, it may be any branch's. */
function isProtected({ ref, detail }: Finding): boolean {
  const refs = Array.isArray(detail['refs']) ? detail['refs'].filter((each): each is string => typeof each === 'string' && each !== 'HEAD') : [];
  return refs.length > 0 ? refs.some((each) => protectedRef.test(each)) : ref === null || protectedRef.test(ref);
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
