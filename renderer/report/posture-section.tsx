/** Scope and launch posture on paper: where the flag was, sandbox claims, settings, tool servers, hooks, second sources. */
import type { PostureView } from '../../shared/posture.ts';
import { againstProposal, queueOptions } from '../choices/choice-words.ts';
import { inForceOf } from '../../shared/choice-history.ts';
import type { ReportModel } from '../../shared/report.ts';
import { parseIsoTime } from '../../shared/time.ts';
import { countOf, countText } from '../text/figures.ts';
import { dayClockText } from '../text/time-text.ts';
import { severityNames } from '../ui/severity-mark.tsx';
import { keyed } from './keyed.ts';
import styles from './report.module.css';
import { ChoicesMade } from './choices-made.tsx';
import { ReportTable } from './report-table.tsx';
import { ReportText } from './report-text.tsx';

const mostRows = 40;

function More({ count, what }: { readonly count: number; readonly what: string }) {
  return count > 0 ? <p className={styles.quiet}>{countOf(count, `more ${what}`)} in the app and in the JSON of a scan.</p> : null;
}

function Flags({ posture }: { readonly posture: PostureView }) {
  const shown = posture.flags.slice(0, mostRows);
  if (shown.length === 0) return <p>{posture.filesLookedAt === 0 ? 'The copy holds no script, start file, CI file or shell history to look into.' : `${countOf(posture.filesLookedAt, 'file')} looked through. None asks an agent to run without its questions.`}</p>;
  return (
    <>
      <p>
        {countOf(posture.flagsTotal, 'place')}. A sandbox variable repeats what its author wrote: IS_SANDBOX=1 does not show isolation.
      </p>
      <ReportTable columns={[{ name: 'Place' }, { name: 'Scope, reach', width: '42mm' }, { name: 'Sandbox', width: '22mm' }, { name: 'Severity', width: '18mm' }]}>
        <tbody>
          {shown.map((flag) => (
            <tr key={`${flag.place.path}\n${flag.place.byteStart}\n${flag.flag}\n${flag.sandboxed}`}>
              <td>
                <ReportText text={flag.place.path} /> line {flag.place.line}
                <div className={styles.quiet}>
                  <ReportText text={flag.command} most={200} />
                </div>
              </td>
              <td>
                {flag.scope}
                <div className={styles.quiet}>
                  <ReportText text={flag.reach} prose />
                </div>
              </td>
              <td>{flag.scope === 'documentation' ? 'not run' : flag.claimUnseen ? 'not recorded' : flag.sandboxed ? 'claimed' : 'not set'}</td>
              <td>{severityNames[flag.severity]}</td>
            </tr>
          ))}
        </tbody>
      </ReportTable>
      <More count={posture.flagsTotal - shown.length} what="place" />
    </>
  );
}

function Settings({ posture }: { readonly posture: PostureView }) {
  return (
    <>
      <h3>Settings, highest first</h3>
      <ReportTable columns={[{ name: 'Level', width: '26mm' }, { name: 'File' }, { name: 'Says' }]}>
        <tbody>
          {posture.levels.slice(0, mostRows).map((level) => (
            <tr key={`${level.scope}\n${level.path}`}>
              <td>{level.scope}</td>
              <td>{level.path === null ? 'absent' : <ReportText text={level.path} />}</td>
              <td>
                {keyed(level.says).map(({ key, item }) => (
                  <div key={key}>
                    <ReportText text={item} prose most={200} />
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </ReportTable>
      <p>
        <b>Effective: bypass mode {posture.effective.bypass}.</b> <ReportText text={posture.effective.says} prose />
      </p>
    </>
  );
}

function Servers({ posture }: { readonly posture: PostureView }) {
  if (posture.servers.length === 0) return <p>No registry of the copy names an MCP server.</p>;
  return (
    <>
      <h3>MCP servers</h3>
      <ReportTable columns={[{ name: 'Server', width: '28mm' }, { name: 'Program' }, { name: 'Registered', width: '42mm' }, { name: 'Calls', numeric: true, width: '12mm' }]}>
        <tbody>
          {posture.servers.slice(0, mostRows).map((server) => {
            const first = server.registered[0];
            return (
              <tr key={`${server.place.path}\n${server.place.byteStart}\n${server.name}`}>
                <td>
                  <ReportText text={server.name} prose />
                  <div className={styles.quiet}>{server.scope}</div>
                </td>
                <td>
                  <ReportText text={server.line} most={200} />
                  <div className={styles.quiet}>
                    <ReportText text={server.binarySays} prose most={200} />
                    {server.envNames.length === 0 ? '' : ' Variables: '}
                    {server.envNames.length === 0 ? null : <ReportText text={server.envNames.join(' ')} most={200} />}
                  </div>
                </td>
                <td>{first === undefined ? 'by no recorded call' : `${first.time === null ? 'time unknown' : `${dayClockText(first.time)} UTC`}, event ${countText(first.eventId)}, ${first.attended}`}</td>
                <td className={styles.number}>{countText(server.calls)}</td>
              </tr>
            );
          })}
        </tbody>
      </ReportTable>
      <More count={posture.servers.length - mostRows} what="server" />
    </>
  );
}

export function PostureSection({ model }: { readonly model: ReportModel }) {
  const { posture } = model;
  return (
    <section>
      <h2>3 Scope and launch posture</h2>
      {posture === undefined ? (
        <p>The launch posture was not worked out for this report.</p>
      ) : (
        <>
          <Flags posture={posture} />
          <Settings posture={posture} />
          <Servers posture={posture} />
          <p>
            {countOf(posture.hooks.length, 'hook')} {posture.hooks.length === 1 ? 'is' : 'are'} set. {countOf(posture.secondSources.length, 'second source')} beside transcripts and reflogs:{' '}
            {posture.secondSources.length === 0 ? 'no shell history, process events or provider records were in the copy.' : null}
            {keyed(posture.secondSources.slice(0, mostRows).map((source) => source.path)).map(({ key, item }, at) => (
              <span key={key}>
                {at === 0 ? '' : ', '}
                <ReportText text={item} />
              </span>
            ))}
          </p>
        </>
      )}
    </section>
  );
}

const queues = { ir: 'IR queue', postmortem: 'near-miss postmortem', none: 'none: no unattended call was found' } as const;

/** What the rules propose, for and against with finding ids, and the lines that people sign. */
export function DisclosureSection({ model }: { readonly model: ReportModel }) {
  const decision = model.posture?.decision;
  const [decided] = inForceOf(model.history ?? [], 'decision');
  return (
    <section>
      <h2>8 Disclosure decision</h2>
      {decision === undefined ? (
        <p>No proposal was worked out for this report.</p>
      ) : (
        <>
          <p>
            <b>Proposed by rules: {queues[decision.queue]}.</b> A person decides. This is no legal advice.
          </p>
          <ReportTable columns={[{ name: 'Speaks', width: '26mm' }, { name: 'Because' }, { name: 'Findings', width: '52mm' }]}>
            <tbody>
              {[...decision.reasons.map((point) => ({ point, side: 'for IR' })), ...decision.against.map((point) => ({ point, side: 'against IR' }))].map(({ point, side }) => (
                <tr key={`${side}\n${point.says}`}>
                  <td>{side}</td>
                  <td>
                    <ReportText text={point.says} prose />
                  </td>
                  <td>
                    <ReportText text={point.findings.join(' ')} />
                    {point.total > point.findings.length ? <div className={styles.quiet}>and {countText(point.total - point.findings.length)} more</div> : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </ReportTable>
          <ReportTable columns={[{ name: 'Decision, reason' }, { name: 'Analyst', width: '34mm' }, { name: 'IR on call', width: '34mm' }, { name: 'Repository owner', width: '34mm' }]}>
            <tbody>
              <tr>
                <td>
                  {decided === undefined ? (
                    '\u00a0'
                  ) : (
                    <>
                      <b>Decided: {queueOptions[decided.choice.queue]}</b>
                      {againstProposal(decided.choice, decision.queue)}{' '}
                      {decided.reason === null ? 'No reason is given.' : <ReportText text={`Reason: ${decided.reason}`} prose />}
                    </>
                  )}
                </td>
                <td>{decided === undefined ? '\u00a0' : <ReportText text={`${decided.by ?? 'nobody named'}, ${dayClockText(parseIsoTime(decided.at))} UTC`} prose />}</td>
                <td>&nbsp;</td>
                <td>&nbsp;</td>
              </tr>
            </tbody>
          </ReportTable>
        </>
      )}
      <ChoicesMade model={model} />
    </section>
  );
}
