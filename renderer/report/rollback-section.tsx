/** How each repository could be put back: the last good commit, three options with what each undoes and does not. Commands are printed, never run. */
import type { ReportModel } from '../../shared/report.ts';
import type { RollbackAdvice, RollbackOption } from '../../shared/rollback.ts';
import { countOf } from '../text/figures.ts';
import { dayClockText } from '../text/time-text.ts';
import { keyed } from './keyed.ts';
import styles from './report.module.css';
import { ReportText } from './report-text.tsx';
import { optionWords } from './rollback-words.ts';

const mostRepositories = 20;
const mostLines = 12;

function Lines({ name, lines }: { readonly name: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {keyed(lines.slice(0, mostLines)).map(({ key, item }) => (
          <div key={key}>
            <ReportText text={item} prose most={400} />
          </div>
        ))}
        {lines.length > mostLines ? <div className={styles.quiet}>{countOf(lines.length - mostLines, 'more line')} in the app and in the JSON of a scan</div> : null}
      </dd>
    </div>
  );
}

function Commands({ commands }: { readonly commands: readonly string[] }) {
  return (
    <div className={styles.commands}>
      {keyed(commands).map(({ key, item }) => (
        <div key={key}>
          <ReportText text={item} most={4000} />
        </div>
      ))}
    </div>
  );
}

function Option({ option, recommended }: { readonly option: RollbackOption; readonly recommended: string }) {
  return (
    <div className={styles.rollbackOption}>
      <p>
        <b>
          Option {option.option}: {option.title}
        </b>
        {recommended}. <ReportText text={option.why} prose />
      </p>
      {option.commands.length === 0 ? null : <Commands commands={option.commands} />}
      <dl className={styles.rollbackLines}>
        <Lines name="Undoes" lines={option.undoes} />
        <Lines name="Loses" lines={option.loses} />
        <Lines name="Leaves" lines={option.leaves} />
      </dl>
    </div>
  );
}

function Advice({ advice }: { readonly advice: RollbackAdvice }) {
  const good = advice.lastGood;
  return (
    <>
      <h3>
        <ReportText text={advice.repository} />
      </h3>
      <p>
        First unattended call that could write: {advice.firstWrite.time === null ? 'time unknown' : `${dayClockText(advice.firstWrite.time)} UTC`}, event {advice.firstWrite.eventId}, <ReportText text={advice.firstWrite.what} most={200} />
      </p>
      {good === null ? (
        <p>No commit is known to be good: the copy does not say where HEAD stood before.</p>
      ) : (
        <p>
          Last good commit: <ReportText text={good.oid} /> “<ReportText text={good.subject} prose most={200} />”. <ReportText text={good.reason} prose />
        </p>
      )}
      {keyed(advice.warnings).map(({ key, item }) => (
        <p key={key}>
          <b>Note.</b> <ReportText text={item} prose />
        </p>
      ))}
      {advice.first.length === 0 ? null : (
        <>
          <p>Before any of these, in the top folder of the repository:</p>
          <Commands commands={advice.first} />
        </>
      )}
      {advice.options.map((option) => (
        <Option key={option.option} option={option} recommended={optionWords(advice, option)} />
      ))}
    </>
  );
}

export function RollbackSection({ model }: { readonly model: ReportModel }) {
  const { rollback } = model;
  return (
    <section>
      <h2>7 Rollback</h2>
      {rollback.length === 0 ? (
        <p>No call that ran unattended could have written to a repository of this copy, as far as the transcripts and reflogs show. No way back is proposed.</p>
      ) : (
        <p>
          Postflight printed the commands below and ran none. They hold full ids; a number such as main@{'{2}'} shifts with each command. What git cannot see, such as start files, programs on the PATH or scheduled jobs, no git command
          undoes.
        </p>
      )}
      {rollback.slice(0, mostRepositories).map((advice) => (
        <Advice key={advice.repository} advice={advice} />
      ))}
      {rollback.length > mostRepositories ? <p>{countOf(rollback.length - mostRepositories, 'more repository', 'more repositories')} in the app and in the JSON of a scan.</p> : null}
    </section>
  );
}
