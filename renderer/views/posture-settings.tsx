/** Which settings count: the levels, what is in effect, the rules replayed, and where an administrator's settings can lie. */
import type { PostureView, SettingsLevel } from '../../shared/posture.ts';
import { viewStore } from '../state/view-store.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { dayClockText } from '../text/time-text.ts';
import { Icon } from '../ui/icon.tsx';
import { PanelHead } from '../ui/panel-head.tsx';
import styles from './posture-view.module.css';
import { levelNames } from './posture-words.ts';

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
        {level.state === 'absent' ? 'file absent' : level.disablesBypass === null ? 'unset' : <EvidenceText text={level.disablesBypass} inline />}
      </span>
    </li>
  );
}

export function PostureSettings({ posture }: { readonly posture: PostureView }) {
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
                    <td className={styles.wrap}>
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
                <tr key={`${row.user}\n${row.project}\n${row.name}`}>
                  <td className={styles.wrap}>
                    <EvidenceText text={row.name} inline />
                    {row.project === null ? null : (
                      <div className={styles.quiet}>
                        in <EvidenceText text={row.project} inline />
                      </div>
                    )}
                    {row.user === null ? null : (
                      <div className={styles.quiet}>
                        for <EvidenceText text={row.user} inline />
                      </div>
                    )}
                  </td>
                  <td className={styles.wrap}>{row.value === null ? <span className={styles.quiet}>not set</span> : <EvidenceText text={row.value} inline />}</td>
                  <td className={styles.wrap}>
                    {row.winner === null ? null : <EvidenceText text={row.winner} inline />}
                    {row.lost.map((lost) => (
                      <div key={lost} className={styles.quiet}>
                        {row.state === 'merged' ? 'and ' : 'over '}
                        <EvidenceText text={lost} inline />
                      </div>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
        <Consents posture={posture} />
        <Managed posture={posture} />
      </div>
    </section>
  );
}

/** What a person agreed to once, as the client's own file says; a file that the agent can write too. */
function Consents({ posture: { consents } }: { readonly posture: PostureView }) {
  if (consents.length === 0) return null;
  return (
    <details className={styles.more}>
      <summary>{countOf(consents.length, 'mark')} of trust and consent</summary>
      <ul>
        {consents.map((each) => (
          <li key={`${each.place.path}\n${each.place.byteStart}\n${each.name}\n${each.project}`} className={styles.wrap}>
            <EvidenceText text={`${each.name}: ${each.value}`} inline />{' '}
            {each.project === null ? null : <EvidenceText text={each.project} inline />}{' '}
            <span className={styles.quiet}>
              <EvidenceText text={`${each.place.path}, line ${each.place.line}`} inline />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Managed({ posture }: { readonly posture: PostureView }) {
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
