import { rule } from './http-delete.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'curl -X DELETE https://api.example.net/v1/items/7',
    "curl -XPOST http://localhost:9200/logs/_delete_by_query -d '{}'",
  ],
  quiet: [
    'curl https://api.example.net/v1/items/7',
    "curl -X POST https://api.example.net/v1/items -d '{}'",
  ],
});
