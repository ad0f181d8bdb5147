import { rule } from './database.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "psql -c 'DROP TABLE users'",
    "echo 'DELETE FROM orders;' | mysql shop",
    'redis-cli FLUSHALL',
    'npx prisma migrate reset --force',
  ],
  quiet: [
    "psql -c 'SELECT * FROM users'",
    'psql -c "DELETE FROM orders WHERE id = 7"',
    "grep -n 'DROP TABLE' schema.sql",
    'redis-cli GET key',
  ],
});
