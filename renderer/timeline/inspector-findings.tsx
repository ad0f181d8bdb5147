/** The findings of one event: rule, ATT&CK ids, why it matters, what it does not show, another explanation. */
import type { EventDetail } from '../../shared/contract.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { FindingChoices } from '../choices/finding-choices.tsx';
import { byWorst, ruleOf } from './event-sentence.ts';
import styles from './inspector.module.css';

const stateWords: Readonly<Record<EventDetail['findings'][number]['state'], string>> = {
  attempted: 'attempted, no result recorded',
  recorded: 'recorded by the transcript alone',
  confirmed: 'confirmed by a second source',
  denied: 'denied',
  contradicted: 'contradicted by a second source',
  'not-covered': 'no second source covers it',
  unexplained: 'unexplained',
};

export function InspectorFindings({ detail }: { readonly detail: EventDetail }) {
  if (detail.findings.length === 0) return null;
  const [first] = byWorst(detail.findings);
  return (
    <section aria-label="Findings">
      <h3 className={styles.sectionHead}>
        Findings<span className={styles.sectionEnd}>{detail.findings.length}</span>
      </h3>
      {byWorst(detail.findings).map((finding) => {
        const rule = ruleOf(finding, detail.rules);
        return (
          <article key={finding.id} className={styles.finding}>
            <SeverityMark severity={finding.severity} />
            <div>
              <h4>{finding.title}</h4>
              <p className={`${styles.ids} mono`}>
                <span>{finding.rule}</span>
                <span>{finding.attack.length === 0 ? 'no ATT&CK id' : finding.attack.join(' ')}</span>
              </p>
              <p className={styles.state}>
                {stateWords[finding.state]}{finding.detail['mayHaveRun'] === true ? ', perhaps while it ran' : ''}; confidence {finding.confidence}
                {finding.confidenceReason === '' ? '' : `: ${finding.confidenceReason}`}
              </p>
              {finding === first ? null : <EvidenceText prose text={finding.sentence} className={styles.findingSentence} />}
              <FindingChoices finding={finding} />
              {rule === null ? null : (
                <>
                  <p>{rule.why}</p>
                  <details className={styles.limits}>
                    <summary>What this does not show</summary>
                    <p>{rule.doesNotShow}</p>
                    <h5>Another explanation</h5>
                    <p>{rule.otherExplanation}</p>
                    <h5>Where the rule can be wrong</h5>
                    <p>{rule.canBeWrong}</p>
                  </details>
                </>
              )}
            </div>
          </article>
        );
      })}
    </section>
  );
}
