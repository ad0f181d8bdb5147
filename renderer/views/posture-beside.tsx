/** Hooks, second sources, tables that can be mapped, and other agents. */
import { useState } from 'react';
import { plainLabel } from '../../shared/hostile-text.ts';
import type { EvidenceTable, PostureView } from '../../shared/posture.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { PanelHead } from '../ui/panel-head.tsx';
import { ColumnsDialog } from './columns-dialog.tsx';
import styles from './posture-view.module.css';
import { openFinding, shownRows, sourceNames } from './posture-words.ts';

function Tables({ tables }: { readonly tables: readonly EvidenceTable[] }) {
  const [open, setOpen] = useState<EvidenceTable | null>(null);
  if (tables.length === 0) return null;
  const unmapped = tables.filter((table) => table.state === 'not mapped').length;
  return (
    <>
      <PanelHead title="Tables" sub={unmapped === 0 ? countOf(tables.length, 'table') : `${countText(unmapped)} not mapped`} ruled />
      <ul className={styles.list} aria-label="Tables">
        {tables.map((table) => (
          <li key={table.path}>
            <span>{table.state === 'not mapped' ? <b>Not mapped</b> : table.state === 'mapped' ? 'Mapped' : 'Known shape'}</span>
            <ElidedEvidence text={table.path} />
            <Button small look="ghost" onClick={() => setOpen(table)} aria-label={`Columns of ${plainLabel(table.path, 200)}`}>
              Columns…
            </Button>
          </li>
        ))}
      </ul>
      {open === null ? null : <ColumnsDialog table={open} onClose={() => setOpen(null)} />}
    </>
  );
}

export function PostureBeside({ posture }: { readonly posture: PostureView }) {
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
                  <td className={`${styles.quiet} ${styles.wrap}`}>{hook.note !== null ? <EvidenceText text={hook.note} inline prose /> : hook.file === null ? hook.scope : hook.file === 'absent' ? 'not in the copy' : 'in the copy'}</td>
                  <td className={`${styles.quiet} ${styles.wrap}`}>
                    {countOf(hook.matched, 'call')},{' '}
                    {hook.findings.length === 0 ? (
                      'none with a finding'
                    ) : (
                      <button type="button" className={styles.link} onClick={() => openFinding(hook.findings[0] ?? null)}>
                        {countText(hook.withFinding)} with a finding
                      </button>
                    )}
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
        <Tables tables={posture.tables} />
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
