/** Data or structure taken out of a database. Statements are read by their first words, not parsed. */
import { destructiveStatement } from '../../sql.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';

const clients = /^(?:psql|mysql|mariadb|sqlite3?|sqlcmd|cqlsh|clickhouse(?:-client)?|cockroach|duckdb|bq|snowsql|influx|usql|pgcli|mycli|litecli|osqlquery|isql|beeline|spark-sql|trino|presto|dolt|turso|d1|wrangler|supabase|neonctl|pscale)$/;
/** Frameworks and task runners, whose tasks can reset a database. */
const frameworks = /^(?:rails|rake|bin\/rails|php|artisan|python3?|manage\.py|flask|npx|node|npm|pnpm|yarn|bun|deno|make|just|task|dotnet|wasp|prisma|sequelize|knex|typeorm|alembic|diesel|sqlx|mix|drizzle-kit|flyway|liquibase|supabase|goose|dbmate|migrate|atlas)$/;
/** What stands in each such task's name. */
const tasks = /db:|drop|reset|flush|migrate|downgrade|rollback|push|clean/;
const plain: readonly { readonly program: RegExp; readonly line: RegExp }[] = [
  { program: /^(?:dropdb|dropuser)$/, line: /./ },
  { program: /^mysqladmin$/, line: /\b(?:drop|flush-hosts|shutdown)\b/ },
  { program: /^(?:redis-cli|valkey-cli|keydb-cli)$/, line: /\b(?:flushall|flushdb|shutdown|script\s+flush|config\s+set\s+(?:dir|dbfilename)|(?:slaveof|replicaof)\s+\S|module\s+load|function\s+flush|config\s+resetstat|cluster\s+reset|debug\s+segfault|unlink|del)\b/i },
  { program: /^mongo(?:sh)?$/, line: /\.(?:dropDatabase|drop|dropIndexes|dropUser|dropAllUsers|dropRole)\b|\.(?:deleteMany|remove|deleteOne)\(\s*\{\s*\}/ },
  { program: /^mongorestore$/, line: /--drop\b/ },
  { program: /^pg_restore$/, line: /(?:^|\s)(?:--clean|-c)\b/ },
  { program: frameworks, line: /\bdb:(?:drop|reset|purge|wipe|fresh|truncate|migrate:reset)\b|\bef\s+database\s+drop\b|\bmanage\.py\s+(?:reset_db|flush|sqlflush|migrate\s+\w+\s+zero)\b|\bmigrate:(?:fresh|reset|refresh)\b|\bmigrate\s+reset\b|\bdb\s+push\b.*--(?:force-reset|accept-data-loss)|\bdb:drop\b|\bmanage\.py\s+flush\b|\bschema:drop\b|\bdowngrade\s+base\b|\brollback\s+--all\b|\bdatabase\s+(?:reset|drop)\b|\becto\.(?:drop|reset)\b|\bdb\s+reset\b|\bdropAll\b|\bdrop-all\b|\bflyway\s+clean\b/ },
];

/** Consoles of services, and what in their input destroys or shuts something. */
const consoles: readonly { readonly program: RegExp; readonly input: RegExp }[] = [
  { program: /^nsupdate$/, input: /^\s*(?:update\s+|prereq\s+)?del(?:ete)?\b/im },
  { program: /^socat$/, input: /^\s*(?:shutdown|disable|del|clear)\s+\w|\bset\s+server\s+\S+\s+state\s+(?:maint|drain)|\bflush_all\b/im },
  { program: /^(?:nc|ncat|netcat|telnet)$/, input: /\bflush_all\b|^\s*FLUSH(?:ALL|DB)\b|^\s*SHUTDOWN\b/im },
  { program: /^ldapmodify$/, input: /^changetype:\s*(?:delete|modrdn)/im },
  { program: /^(?:zookeeper-shell(?:\.sh)?|zkCli(?:\.sh)?)$/, input: /^\s*(?:deleteall|delete|rmr)\b/im },
  { program: /^(?:ftp|sftp|lftp)$/, input: /^\s*(?:m?rm|mdel(?:ete)?|delete|rmdir)\b/im },
  { program: /^(?:fdisk|gdisk|sfdisk|diskpart|parted)$/, input: /^\s*(?:d|o|rm\b.*|clean|clean all|delete .*|mklabel.*)\s*$/im },
  { program: /^mongo(?:sh)?$/, input: /\.(?:dropDatabase|drop|dropIndexes|dropUser)\b|\.(?:deleteMany|remove)\(\s*\{\s*\}/ },
  { program: /^varnishadm$/, input: /^\s*(?:ban|stop)\b/im },
];

/** A statement that stands as a command of its own: meant for a console, given to the shell. */
const bare = /^(?:delete|drop|truncate|alter)$/i;
const bareObject = /^(?:from|table|database|schema|keyspace|index|view|user|role|collection)$/i;

function startsAnother(fact: ExecFact, { facts }: ExaminedCall): boolean {
  return frameworks.test(fact.program) && facts.some((other) => other.kind === 'exec' && other.span?.start === fact.span?.start && other.wrappers[fact.wrappers.length] === fact.program && plain.some((each) => each.program.test(other.program)));
}

function hitsOf(call: ExaminedCall, fact: ExecFact): RuleHit | null {
  const line = fact.argv.join(' ');
  if (bare.test(fact.program) && bareObject.test(fact.argv[0] ?? '')) {
    const statement = destructiveStatement(`${fact.program} ${line}`);
    return statement === null ? null : hitOn(call, fact, { severity: 'medium', what: `gives the shell the statement “${statement}”.`, confidence: 'low', reason: 'A shell has no such program; the statement is meant for a database.', detail: { statement } });
  }
  if (clients.test(fact.program)) {
    for (const argument of fact.argv) {
      const value = /^-\w?e(.+)/s.exec(argument)?.[1] ?? (/^--(?:command|execute|query)=(.*)$/s.exec(argument)?.[1] || argument);
      const statement = value.length > 5 ? destructiveStatement(value) : null;
      if (statement !== null) return hitOn(call, fact, { severity: 'high', what: `gives ${fact.program} the statement “${statement}”.`, detail: { program: fact.program, statement } });
    }
  }
  for (const { program, line: pattern } of plain) {
    if (!program.test(fact.program) || !pattern.test(fact.program === 'flyway' ? `flyway ${line}` : line) || hasFlag(fact, '', 'help')) continue;
    if (/redis|valkey|keydb/.test(fact.program) && !fact.wrappers.includes('xargs') && /^(?:del|unlink)$/i.test(fact.argv.find((argument) => !argument.startsWith('-')) ?? '') && fact.argv.length <= 3 && !/[*…]/.test(line)) return hitOn(call, fact, { severity: 'low', what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } });
    const light = /redis|valkey|keydb/.test(fact.program) && !/\b(?:flush\w*|shutdown|config|module|slaveof|replicaof)\b/i.test(line);
    return hitOn(call, fact, { severity: light ? 'medium' : 'high', what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } });
  }
  return null;
}

export const rule = defineRule(
  {
    id: 'destructive.database',
    title: 'Database content deleted',
    severity: 'high',
    attack: ['T1485', 'AML.T0101'],
    looksAt: ['exec', 'flow'],
    programs: (program) => clients.test(program) || bare.test(program) || plain.some((each) => each.program.test(program)),
    words: [tasks],
    wordsOf: (program) => frameworks.test(program) && !clients.test(program) && !bare.test(program),
    why: 'Dropped tables and unfiltered deletions take data away that a project’s history does not hold.',
    doesNotShow: 'Which server answered, or that the statement was carried out.',
    otherExplanation: 'Tests and local set-up drop and make their databases again and again.',
    canBeWrong: 'The host and the database stand in settings as often as in the command.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'exec') {
        // `npx prisma …` is told as what it starts.
        const hit = startsAnother(fact, call) ? null : hitsOf(call, fact);
        if (hit !== null) {
          hits ??= [];
          hits.push(hit);
        }
      } else if (fact.kind === 'flow' && fact.from.startsWith('text:')) {
        const program = fact.to.slice(5);
        const text = fact.from.slice(5);
        const statement = (clients.test(program) || program === 'redis-cli' ? destructiveStatement(text) : null) ?? consoles.find((each) => each.program.test(program))?.input.exec(text)?.[0].trim() ?? null;
        if (statement === null) continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `gives ${fact.to.slice(5)} the statement “${statement}”.`, detail: { program: fact.to.slice(5), statement } }));
      }
    }
    return hits?.slice(0, 4) ?? noHits;
  },
);
