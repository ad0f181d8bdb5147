/** Which command lines of service clients destroy something, as data. Knows verbs and programs, no rule. */
import type { ExecFact } from '../../../shared/finding.ts';
import type { Severity } from '../../../shared/event.ts';
import { hasFlag, operandsOf } from './command-line.ts';
import { frontServices } from './infrastructure.ts';

/** Subcommands that mean destruction wherever a service client has them. */
const strong = /^(?:(?:[\w]+[:.-])*(?:delete|destroy|terminate|purge|nuke|obliterate|deprovision|decommission|deregister)(?:[-:_][\w-]+)*|rb|deleteall|undefine|rmr|[\w]+:(?:reset|destroy|drop|wipe))$/;
/** They stop, lock or take back what others use. */
const stopping = /^(?:stop|seal|disable|detach|deactivate|suspend|revoke|rotate|roll|expire|invalidate|undefine|truncate|abort|kill|deallocate|cancel|quarantine|expunge|[\w]+[:-](?:stop|disable|kill|rotate|revoke|rollback|remove|rm))$/;
const weak = /^(?:rm|remove|del|uninstall|prune|down|reset|drop|wipe|erase|flush|revoke|teardown|undeploy|unpublish|cleanup|forget|clear|unsubscribe|rmdir|rmdirs|deletefile)$/;

/** Programs whose own business is local: their `delete` is another rule's, or nobody's. */
const localPrograms = new Set(
  'rmdir git npm pnpm yarn bun pip pip3 pipx uv poetry pdm pipenv conda mamba brew apt apt-get aptitude dnf yum zypper apk pacman snap flatpak port choco winget scoop cargo go gem bundle composer dotnet make cmake ninja gradle mvn echo printf grep rg cat ls find sed awk tr sort head tail wc cut tee test [ man which type help cd export set rm cp mv mkdir touch chmod python python3 node ruby perl php bash sh zsh code vim nano jq yq curl wget http https ssh scp rsync tar zip unzip gzip dd kill pkill killall systemctl service launchctl crontab at atrm useradd userdel groupdel usermod nft iptables ip6tables ufw firewall-cmd ip tc route arp psql mysql sqlite3 redis-cli mongosh mongo tmux screen xargs claude codex gemini cursor aider swapoff mdadm parted zfs zpool cryptsetup nvme diskutil lvremove nmcli networksetup defaults plutil security gpg ssh-add ssh-keygen history read alias unset trap eval source ps jest vitest pytest mocha eslint prettier tsc vite webpack next nuxt turbo nx lerna rustup nvm pyenv rbenv asdf mise volta corepack pre-commit tox nox hatch task just dbus-send gdbus busctl loginctl hostnamectl localectl timedatectl setfacl setfattr attr xattr chattr keyctl cmdkey reg schtasks net sc wmic bcdedit vssadmin wevtutil fsutil auditctl journalctl dmesg sysctl modprobe rmmod insmod insmod depmod update-alternatives dpkg rpm trash fd pass gopass bw lpass keepassxc-cli defaults qlmanage mdutil tmutil claude-code form'.split(' '),
);

/** Clients for which the weaker verbs count too, and how much. */
const services = new Set(
  'virsh splunk haproxyctl zk zkCli.sh ldapdelete nsupdate mongocli pm pscale turso ipmitool racadm govc openstack swift scw crowdin contentful sanity shopify squarectl braintree paypal mailgun postmark twilio op aws gcloud gsutil az doctl linode-cli hcloud ibmcloud oci aliyun scw vultr-cli s3cmd s5cmd mc b2 azcopy kubectl oc helm helmfile argocd flux istioctl eksctl kops kubeadm k3d kind minikube heroku fly flyctl vercel netlify wrangler railway render firebase supabase surge now pulumi serverless sls eb cdk amplify sam gh glab hub terraform tofu terragrunt packer vagrant vault consul nomad boundary etcdctl nats rabbitmqctl rabbitmqadmin kafka-topics kafka-topics.sh kafka-acls kafka-acls.sh kafka-consumer-groups kafka-consumer-groups.sh kafka-configs rpk algolia stripe twilio sendgrid ldcli flipt unleash split launchdarkly datadog dogshell newrelic pdctl opsgenie pagerduty circleci jenkins-cli buildkite travis drone bk restic borg kopia duplicity duplicacy velero rclone auth0 okta clerk cloudflare cf flarectl bluemix mongocli atlas confluent elastic ecctl opensearch-cli es curator influx grafana-cli grafanactl promtool amtool alertmanager deck kong apigeecli tyk traefik sentry-cli linear jira dvc mlflow wandb bq dataform dbt databricks snowsql ansible ansible-galaxy salt puppet knife chef docker podman nerdctl docker-compose podman-compose crictl ctr skopeo crane oras multipass lxc virsh VBoxManage vboxmanage prlctl proxmox qm pct openstack nova dokku caprover coolify flipt gitlab-runner act buildx temporal tctl prefect airflow zookeeper-shell solr cbq couchbase-cli neonctl pscale turso fauna convex appwrite'.split(' '),
);

/** What they stop runs on the developer's own machine, or is a switch that is turned back by the same command. */
const local = new Set('unleash flipt ldcli launchdarkly split multipass vagrant lxc k3d kind minikube prlctl VBoxManage vboxmanage supabase act buildx terraform tofu airflow dvc mlflow wandb'.split(' '));

const dockerHarm = /^(?:system|volume|network|builder|image|container|machine) (?:prune|rm|remove|reset)|^compose .*\bdown\b.*(?:-v|--volumes|--rmi)|^(?:rm|rmi|kill|stop) |^stack rm|^service rm|^swarm leave|^secret rm|^node rm|^context rm/;

/** Whether a program is one whose verbs can destroy something at all. */
export function mayDestroy(program: string): boolean {
  return !localPrograms.has(program);
}

/** How bad a service command line is; null where it destroys nothing. */
export function destroys(fact: ExecFact): Severity | null {
  const { program } = fact;
  if (localPrograms.has(program)) return null;
  const operands = operandsOf(fact, valueOptions);
  switch (program) {
    case 'terraform':
    case 'tofu':
    case 'terragrunt':
      if (/^destroy(?:-all)?$/.test(operands[0] ?? '') || operands[1] === 'destroy' || fact.argv.some((argument) => /^--?destroy$/.test(argument))) return operands[0] === 'plan' ? null : 'high';
      if ((operands[0] === 'state' && /^(?:rm|push|mv)$/.test(operands[1] ?? '')) || (operands[0] === 'workspace' && operands[1] === 'delete')) return 'high';
      return /^(?:taint|force-unlock|untaint)$/.test(operands[0] ?? '') ? 'medium' : operands[0] === 'apply' && fact.argv.some((argument) => /^--?auto-approve$/.test(argument)) ? 'low' : null;
    case 'docker':
    case 'podman':
    case 'nerdctl':
    case 'docker-compose':
    case 'podman-compose': {
      const line = `${program.endsWith('-compose') ? 'compose ' : ''}${fact.argv.join(' ')}`;
      if (!dockerHarm.test(line)) return null;
      if (/reset/.test(line)) return 'high';
      if (/prune/.test(line)) return /-a|--all|--volumes|volume/.test(line) ? 'high' : 'medium';
      if (/^volume|--volumes|\s-v\b|^secret|^stack|^swarm/.test(line)) return 'high';
      if (/^(?:rm|rmi|container rm|image rm)\b.*\s-\w*f|--force/.test(line)) return 'medium';
      if (fact.argv.slice(1).some((argument) => frontServices.test(argument))) return 'medium';
      return /^(?:rm|rmi|kill|stop|container rm)\b/.test(line) && !/\$\(|…/.test(line) ? 'low' : 'medium';
    }
    case 'kubectl':
    case 'oc':
      return kubernetes(fact, operands);
    case 'jenkins':
    case 'java':
      return program === 'java' && !fact.argv.some((argument) => /cli\.jar$/.test(argument)) ? null : fact.argv.some((argument) => /^(?:delete|disable|quiet-down|shutdown|safe-shutdown)[-\w]*$/.test(argument)) ? 'high' : null;
    case 'vault':
      return /^(?:secrets|auth|audit) disable\b|^operator (?:seal|step-down|raft remove-peer)|^(?:token|lease) revoke|\b(?:delete|destroy|metadata delete)\b|^kv (?:delete|destroy|metadata delete|undelete)/.test(operands.join(' ')) ? 'high' : null;
    case 'nomad':
      return /^(?:job |node |system |namespace |volume |var |acl \w+ )?(?:stop|purge|delete|drain|gc|deregister)\b/.test(operands.join(' ')) ? 'high' : null;
    case 'ldapdelete':
      return 'high';
    case 'restic':
    case 'borg':
    case 'kopia':
      {
        const at = operands.findIndex((operand) => /^(?:forget|prune|delete|unlock|rebuild-index|key|compact|break-lock|recreate)$/.test(operand));
        return at >= 0 && at < 3 && !(operands[at] === 'key' && operands[at + 1] !== 'remove') ? 'high' : null;
      }
    case 'aws':
      return /"Action"\s*:\s*"DELETE"/.test(fact.argv.join(' ')) ? 'high' : awsVerb(operands);
    case 'gh':
    case 'glab':
      return operands.some((operand, at) => at > 0 && at < 3 && /^delete$/.test(operand)) || (operands[0] === 'api' && /^delete$/i.test(methodOf(fact))) ? (operands[0] === 'repo' || operands[0] === 'api' ? 'high' : 'medium') : (operands[0] === 'repo' && operands[1] === 'archive') || (operands[0] === 'workflow' && operands[1] === 'disable') ? 'medium' : null;
    default:
      break;
  }
  if (/(?:^|[-_.])(?:delete|destroy|purge|wipe|nuke)(?:[-_.]|$)/.test(program) && fact.argv.length > 0) return 'high';
  if (program === 'deck') return /^(?:sync|reset)$/.test(operands[0] ?? '') || operands[1] === 'sync' || operands[1] === 'reset' ? 'medium' : null;
  if (fact.argv.some((argument) => /^--(?:delete|remove|destroy|purge|drop|delete-all|remove-all)$/.test(argument)) && services.has(program)) return 'high';
  for (let at = 0; at < operands.length && at < 5; at++) {
    const word = operands[at] ?? '';
    if (services.has(program) && /^(?:remove|revoke|drop|empty)[-_:]\w/.test(word)) return 'high';
    if (strong.test(word)) return services.has(program) || at < 3 ? (services.has(program) ? 'high' : 'medium') : null;
    if (services.has(program) && at > 0 && at < 4 && (weak.test(word) || (stopping.test(word) && !local.has(program)))) return 'medium';
    if (services.has(program) && at === 0 && /:/.test(word) && stopping.test(word)) return 'medium';
    if (services.has(program) && at === 0 && /^(?:uninstall|rm|rb|remove|down|nuke|prune|reset|undeploy|wipe|flush|del)$/.test(word)) return 'high';
    if (at === 0 && word === 'rollback' && services.has(program)) return 'medium';
  }
  return null;
}

const valueOptions = new Set(['--profile', '--project', '--region', '--zone', '-n', '--namespace', '--context', '--kubeconfig', '--output', '-o', '--query', '--subscription', '--resource-group', '-g', '--org', '--app', '-a', '--team', '--account', '--config', '-c', '-f', '--bootstrap-server', '--host', '--cluster', '--stack', '-s']);

function methodOf(fact: ExecFact): string {
  for (let at = 0; at < fact.argv.length; at++) {
    const argument = fact.argv[at] ?? '';
    if (/^(?:-X|--method|--request)$/.test(argument)) return fact.argv[at + 1] ?? '';
    const joined = /^(?:-X|--method=|--request=)(\w+)$/.exec(argument)?.[1];
    if (joined !== undefined) return joined;
  }
  return '';
}

function kubernetes(fact: ExecFact, operands: readonly string[]): Severity | null {
  const verb = operands[0] ?? '';
  if (verb === 'delete') {
    const wide = hasFlag(fact, 'AfkR', 'all', 'all-namespaces', 'selector') || fact.argv.some((argument) => /^-[fklA]$/.test(argument) || argument === '--grace-period=0');
    return !wide && /^(?:pods?|po|jobs?)(?:\/|$)/.test(operands[1] ?? '') ? 'low' : 'high';
  }
  if (verb === 'drain' || (verb === 'scale' && fact.argv.some((argument) => /^--replicas=0$/.test(argument))) || (verb === 'replace' && hasFlag(fact, '', 'force')) || verb === 'cordon') return verb === 'cordon' ? 'medium' : 'high';
  return (verb === 'rollout' && operands[1] === 'undo') || (verb === 'taint' && operands.length > 2) ? 'medium' : null;
}

function awsVerb(operands: readonly string[]): Severity | null {
  const [service, verb] = operands;
  if (verb === undefined) return null;
  if (service === 's3') return verb === 'rb' || verb === 'rm' ? 'high' : null;
  if (service === 's3api' && /^delete-/.test(verb)) return 'high';
  if (service === 'secretsmanager' && /^(?:update-secret|put-secret-value)/.test(verb)) return 'medium';
  if (/^(?:delete|terminate|destroy|purge|deregister|remove|disassociate|detach|cancel|revoke|disable|schedule-key-deletion|reset|release|stop|batch-delete|empty|unsubscribe)(?:-|$)/.test(verb)) return /^(?:stop|disassociate|detach|cancel|reset|disable|revoke|remove-tags|release)/.test(verb) ? 'medium' : 'high';
  return null;
}
