/** The tool servers that are registered, with their program and the call that registered them. */
import { plainLabel } from '../../shared/hostile-text.ts';
import type { PostureServer } from '../../shared/posture.ts';
import { viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import { dayClockText } from '../text/time-text.ts';
import { AttendanceMark } from '../ui/attendance-mark.tsx';
import { Icon } from '../ui/icon.tsx';
import { PanelHead } from '../ui/panel-head.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import styles from './posture-view.module.css';
import { openFinding, shownRows } from './posture-words.ts';

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
            {first.attended === 'unattended' ? <AttendanceMark attended="unattended" beside /> : null}{' '}
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

export function PostureServers({ servers }: { readonly servers: readonly PostureServer[] }) {
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
