/** The launch posture: where the flag was, which settings count, which tool servers and hooks were there, what else was copied. */
import { useMemo } from 'react';
import { plainLabel } from '../../shared/hostile-text.ts';
import type { PostureFlag, PostureServer, PostureView as Posture, SettingsLevel } from '../../shared/posture.ts';
import { useCase } from '../state/case-store.ts';
import { useQuery } from '../state/use-query.ts';
import { viewStore } from '../state/view-store.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { EvidenceText, type Mark } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { dayClockText } from '../text/time-text.ts';
import { Icon } from '../ui/icon.tsx';
import { PanelHead } from '../ui/panel-head.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import styles from './posture-view.module.css';
import { levelNames, originOf, sourceNames } from './posture-words.ts';

const shownRows = 200;

function openFinding(id: string | null): void {
  if (id !== null) viewStore.getState().openFinding(id);
}

/** The flag inside the command, to be set off. */
function flagMarks(flag: PostureFlag): readonly Mark[] {
  const word = flag.flag.split(/[ =:]/)[0] ?? '';
  const start = word === '' ? -1 : flag.command.indexOf(word);
  return start < 0 ? [] : [{ start, end: start + word.length, tone: 'match' }];
}

function FlagRow({ flag }: { readonly flag: PostureFlag }) {
  const origin = originOf(flag);
  const marks = useMemo(() => flagMarks(flag), [flag]);
  return (
    <tr>
      <td>
        <SeverityMark severity={flag.severity} />
      </td>
      <td className={styles.kind}>
        <span className={styles.state}>
          <Icon name={origin.icon} size={13} />
          {origin.name}
        </span>
        <div className={styles.quiet}>{flag.scope}</div>
      </td>
      <td>
        <button type="button" className={styles.place} disabled={flag.findingId === null} onClick={() => openFinding(flag.findingId)} aria-label={`Line ${flag.place.line} of ${plainLabel(flag.place.path, 200)}, open the finding`}>
          <ElidedEvidence text={flag.place.path} />
          <span>:{flag.place.line}</span>
        </button>
        <div className={`elide ${styles.command}`}>
          <EvidenceText text={flag.command} inline marks={marks} />
        </div>
      </td>
      <td>
        {flag.scope === 'documentation' ? (
          <span className={styles.quiet}>not run</span>
        ) : (
          <span className={styles.state} title={plainLabel(flag.sandbox, 300)}>
            {flag.claimUnseen ? null : <Icon name={flag.sandboxed ? 'check' : 'cross'} size={13} />}
            {flag.claimUnseen ? 'not recorded' : flag.sandboxed ? 'claimed' : 'not set'}
          </span>
        )}
      </td>
      <td className={styles.context}>
        <EvidenceText text={flag.time === null ? flag.reach : `${dayClockText(flag.time)} UTC`} inline prose />
        <FlagContext flag={flag} />
      </td>
    </tr>
  );
}

/** What is known of the place besides: the session that it started, the call that wrote it, else how it is asked. */
function FlagContext({ flag }: { readonly flag: PostureFlag }) {
  const [change] = flag.changedBy;
  if (change !== undefined) {
    return (
      <button type="button" className={styles.link} onClick={() => viewStore.getState().openEvent(change.eventId)}>
        written {change.time === null ? '' : `${dayClockText(change.time)} `}by call {countText(change.eventId)}
        {change.attended === 'unattended' ? ', unattended' : ''}
      </button>
    );
  }
  return (
    <div className={`elide ${styles.quiet}`}>
      <EvidenceText text={flag.started.length === 0 ? flag.how : `${flag.how}, may have started ${flag.started.map((id) => id.slice(0, 8)).join(', ')}`} inline prose />
    </div>
  );
}

function Flags({ posture }: { readonly posture: Posture }) {
  const shown = posture.flags.slice(0, shownRows);
  return (
    <section aria-label="Where the flag was found">
      <PanelHead title="Where the flag was found" sub={countOf(posture.flagsTotal, 'place')} end="IS_SANDBOX read from the same file and its environment" />
      {shown.length === 0 ? (
        <p className={styles.none}>{posture.filesLookedAt === 0 ? 'The copy holds no script, start file, CI file or history to look into.' : `${countOf(posture.filesLookedAt, 'file')} looked through; none asks for bypass mode.`}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <colgroup>
              <col style={{ width: 32 }} />
              <col style={{ width: 128 }} />
              <col />
              <col style={{ width: 96 }} />
              <col style={{ width: 188 }} />
            </colgroup>
            <thead>
              <tr>
                <th>
                  <span className="only-spoken">Severity</span>
                </th>
                <th>Kind</th>
                <th>Location and line</th>
                <th>Sandbox</th>
                <th>Context</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((flag) => (
                <FlagRow key={`${flag.place.path}\n${flag.place.byteStart}\n${flag.flag}\n${flag.sandboxed}`} flag={flag} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {posture.flagsTotal > shown.length ? <p className={styles.none}>{countText(posture.flagsTotal - shown.length)} more in the findings and in the JSON of a scan.</p> : null}
    </section>
  );
}

function Level({ level, at }: { readonly level: SettingsLevel; readonly at: number }) {
  return (
    <li className={styles.level}>
      <span className={styles.number}>{at + 1}</span>
      <div className={styles.levelText}>
        <div className={styles.levelHead}>
          <b>{levelNames[level.scope]}</b>
          {level.path === null ? null : <ElidedEvidence text={level.path} />}
        </div>
        {level.says.map((line) => (
          <div key={line} className={styles.says}>
            <EvidenceText text={line} inline prose />
          </div>
        ))}
        {level.changedBy.map((change) => (
          <button key={change.eventId} type="button" className={styles.link} onClick={() => viewStore.getState().openEvent(change.eventId)}>
            Changed {change.time === null ? 'at an unknown time' : `${dayClockText(change.time)} UTC`} by call {countText(change.eventId)}
            {change.attended === 'unattended' ? ', unattended' : ''}
          </button>
        ))}
      </div>
      <span className={styles.state}>
        {level.state === 'absent' ? <Icon name="cross" size={13} /> : null}
        {level.state === 'absent' ? 'file absent' : 'in the copy'}
      </span>
    </li>
  );
}

function Settings({ posture }: { readonly posture: Posture }) {
  const { effective, rules } = posture;
  return (
    <section aria-label="Settings precedence">
      <PanelHead title="Settings precedence" end="highest first" />
      <div className={styles.scroll}>
        <ol>
          {posture.levels.map((level, at) => (
            <Level key={`${level.scope}\n${level.path}`} level={level} at={at} />
          ))}
        </ol>
        <div className={styles.effective}>
          <Icon name={effective.bypass === 'allowed' ? 'warning' : 'check'} size={16} />
          <div>
            <b>Effective: bypass mode {effective.bypass}</b>
            <p>
              <EvidenceText text={effective.says} inline prose />
            </p>
          </div>
        </div>
        {rules.length === 0 ? null : (
          <details className={styles.more}>
            <summary>{countOf(rules.length, 'permission rule')}, replayed over the calls that were made</summary>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th>List</th>
                  <th>Rule</th>
                  <th className={styles.right}>Calls</th>
                  <th className={styles.right}>Unattended</th>
                  <th className={styles.right}>Decides</th>
                </tr>
              </thead>
              <tbody>
                {rules.map((rule) => (
                  <tr key={`${rule.path}\n${rule.list}\n${rule.rule}`}>
                    <td>{rule.list}</td>
                    <td>
                      <EvidenceText text={rule.rule} inline />
                      {rule.note === null ? null : <div className={styles.quiet}>{rule.note}</div>}
                    </td>
                    <td className={styles.right}>{countText(rule.matched)}</td>
                    <td className={styles.right}>{countText(rule.unattended)}</td>
                    <td className={styles.right}>{countText(rule.decides)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        )}
        <details className={styles.more}>
          <summary>{countOf(posture.settings.length, 'setting')} with what wins</summary>
          <table className={styles.table}>
            <thead>
              <tr>
                <th>Setting</th>
                <th>Value</th>
                <th>From</th>
              </tr>
            </thead>
            <tbody>
              {posture.settings.map((row) => (
                <tr key={`${row.project}\n${row.name}`}>
                  <td>
                    <EvidenceText text={row.name} inline />
                  </td>
                  <td>{row.value === null ? <span className={styles.quiet}>not set</span> : <EvidenceText text={row.value} inline />}</td>
                  <td className="elide">{row.winner === null ? null : <EvidenceText text={row.winner} inline />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
        <Managed posture={posture} />
      </div>
    </section>
  );
}

function Managed({ posture }: { readonly posture: Posture }) {
  return (
    <details className={styles.more}>
      <summary>Where an administrator’s settings can lie</summary>
      <ul>
        {posture.managed.map((each) => (
          <li key={each.path}>
            <span className={styles.quiet}>{each.os}</span> <span className={styles.mono}>{each.path}</span> <b>{each.state}</b>
          </li>
        ))}
      </ul>
    </details>
  );
}

function ServerRow({ server }: { readonly server: PostureServer }) {
  const first = server.registered[0];
  return (
    <tr>
      <td>
        <button type="button" className={styles.link} disabled={server.findingId === null} onClick={() => openFinding(server.findingId)}>
          <EvidenceText text={server.name} inline prose />
        </button>
      </td>
      <td className={styles.quiet}>{server.scope === 'other-agent' ? server.agent : server.scope === 'none' ? 'not read' : server.scope}</td>
      <td className="elide">
        <EvidenceText text={server.line} inline />
      </td>
      <td className={styles.wrap}>
        <EvidenceText text={server.envNames.length === 0 ? 'none' : server.envNames.join(' ')} inline />
      </td>
      <td>
        {first === undefined ? (
          <span className={styles.quiet}>by no recorded call</span>
        ) : (
          <button type="button" className={styles.link} onClick={() => viewStore.getState().openEvent(first.eventId)}>
            {first.attended === 'unattended' ? <i className={`${styles.swatch} hatch`} aria-hidden="true" /> : null}
            {first.time === null ? 'time unknown' : dayClockText(first.time)}
            <span className={styles.below}>
              call {countText(first.eventId)}, {first.attended}
            </span>
          </button>
        )}
      </td>
      <td>
        <span className={styles.state} title={plainLabel(server.binarySays, 300)}>
          {server.severity === null ? <Icon name="check" size={13} /> : <SeverityMark severity={server.severity} />}
          {server.binary}
        </span>
      </td>
      <td className={styles.right}>{countText(server.calls)}</td>
    </tr>
  );
}

function Servers({ servers }: { readonly servers: readonly PostureServer[] }) {
  return (
    <section aria-label="MCP servers">
      <PanelHead title="MCP servers" sub={`${countText(servers.length)} registered`} end="values of env names are never shown" />
      {servers.length === 0 ? (
        <p className={styles.none}>No registry of the copy names a server.</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <colgroup>
              <col style={{ width: 108 }} />
              <col style={{ width: 76 }} />
              <col />
              <col style={{ width: 140 }} />
              <col style={{ width: 176 }} />
              <col style={{ width: 92 }} />
              <col style={{ width: 52 }} />
            </colgroup>
            <thead>
              <tr>
                <th>Name</th>
                <th>Scope</th>
                <th>Command</th>
                <th>Env names</th>
                <th>Registered</th>
                <th>Binary</th>
                <th className={styles.right}>Calls</th>
              </tr>
            </thead>
            <tbody>
              {servers.slice(0, shownRows).map((server) => (
                <ServerRow key={`${server.place.path}\n${server.place.byteStart}\n${server.name}`} server={server} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Hooks({ posture }: { readonly posture: Posture }) {
  const { hooks, otherAgents, secondSources } = posture;
  return (
    <section aria-label="Hooks and other sources">
      <div className={styles.scroll}>
        <PanelHead title="Hooks" sub={`${countText(hooks.length)} set`} />
        {hooks.length === 0 ? <p className={styles.none}>No settings file of the copy sets a hook.</p> : null}
        {hooks.length === 0 ? null : (
          <table className={styles.table}>
            <thead>
              <tr>
                <th>Event</th>
                <th>Matcher</th>
                <th>Command</th>
                <th>File</th>
                <th>Would have seen</th>
              </tr>
            </thead>
            <tbody>
              {hooks.slice(0, shownRows).map((hook) => (
                <tr key={`${hook.place.path}\n${hook.place.byteStart}\n${hook.event}\n${hook.command}`}>
                  <td>
                    <EvidenceText text={hook.event} inline prose />
                  </td>
                  <td>
                    <EvidenceText text={hook.matcher ?? ''} inline />
                  </td>
                  <td className="elide">
                    <EvidenceText text={hook.command} inline />
                  </td>
                  <td className={styles.quiet}>{hook.file === null ? hook.scope : hook.file === 'absent' ? 'not in the copy' : 'in the copy'}</td>
                  <td className={styles.quiet}>
                    {countOf(hook.matched, 'call')}, {countText(hook.withFinding)} with a finding
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <PanelHead title="Second sources" sub={`${countText(secondSources.length)} in the copy`} ruled />
        {secondSources.length === 0 ? <p className={styles.none}>No shell history, no process events and no record of the provider.</p> : null}
        <ul className={styles.list}>
          {secondSources.map((source) => (
            <li key={source.path}>
              <span>{sourceNames[source.kind]}</span>
              <ElidedEvidence text={source.path} />
              <span className={styles.quiet}>
                {countOf(source.records, 'record')}
                {source.untimed === 0 ? '' : `, ${countText(source.untimed)} without a time`}
                {source.joined === null ? '' : `, ${countText(source.joined)} joined`}
              </span>
            </li>
          ))}
        </ul>
        <PanelHead title="Other agents" sub="presence only" ruled />
        {otherAgents.length === 0 ? <p className={styles.none}>No sign of another coding agent.</p> : null}
        <ul className={styles.list}>
          {otherAgents.map((agent) => (
            <li key={`${agent.name}\n${agent.path}`}>
              <span>{agent.name}</span>
              <ElidedEvidence text={agent.path} />
              <span className={styles.quiet}>
                {agent.version === null ? 'version unknown' : <EvidenceText text={agent.version} inline prose />}, {countOf(agent.configuration.length, 'settings file')}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

export function PostureView() {
  const summary = useCase((state) => state.summary);
  const { value, problem, loading } = useQuery('posture.read', {});
  if (summary === null) return null;
  return (
    <main className={styles.page}>
      {problem ? <ProblemNote problem={problem} /> : null}
      {value ? (
        <>
          <section className={styles.verdict} aria-label="Posture verdict">
            {value.worst === null ? null : <SeverityMark severity={value.worst} />}
            <h1>{value.headline}</h1>
            <p>{value.subline}</p>
          </section>
          <div className={styles.grid}>
            <Flags posture={value} />
            <Settings posture={value} />
            <Servers servers={value.servers} />
            <Hooks posture={value} />
          </div>
        </>
      ) : loading ? (
        <p className={styles.none} role="status">
          Reading the posture…
        </p>
      ) : null}
    </main>
  );
}
