/** Each rule on calls: those that run over one call in the order of their ids, then those over answers and chains of calls. */
import { outputRule } from '../examine-output.ts';
import type { Rule } from '../examined-call.ts';
import { joins } from '../joins/join-session.ts';
import { rule as agentBypassPermissions } from './agent/bypass-permissions.ts';
import { rule as agentConfigWrite } from './agent/config-write.ts';
import { rule as agentInstructionsWrite } from './agent/instructions-write.ts';
import { rule as agentMcpAdd } from './agent/mcp-add.ts';
import { rule as antiforensicsAgentLogs } from './antiforensics/agent-logs.ts';
import { rule as antiforensicsGit } from './antiforensics/git.ts';
import { rule as antiforensicsHistory } from './antiforensics/history.ts';
import { rule as antiforensicsLogs } from './antiforensics/logs.ts';
import { rule as antiforensicsTimestomp } from './antiforensics/timestomp.ts';
import { rule as credentialAgentSocket } from './credential/agent-socket.ts';
import { rule as credentialCli } from './credential/cli.ts';
import { rule as credentialEnvDump } from './credential/env-dump.ts';
import { rule as credentialImds } from './credential/imds.ts';
import { rule as credentialSearch } from './credential/search.ts';
import { rule as credentialStore } from './credential/store.ts';
import { rule as defenseFirewall } from './defense/firewall.ts';
import { rule as defenseToolStop } from './defense/tool-stop.ts';
import { rule as destructiveDatabase } from './destructive/database.ts';
import { rule as destructiveFindDelete } from './destructive/find-delete.ts';
import { rule as destructiveForkBomb } from './destructive/fork-bomb.ts';
import { rule as destructiveGitDiscard } from './destructive/git-discard.ts';
import { rule as destructiveGitForcePush } from './destructive/git-force-push.ts';
import { rule as destructiveGitHistory } from './destructive/git-history.ts';
import { rule as destructiveHttpDelete } from './destructive/http-delete.ts';
import { rule as destructiveIacCloud } from './destructive/iac-cloud.ts';
import { rule as destructiveRawDevice } from './destructive/raw-device.ts';
import { rule as destructiveRemoteOverwrite } from './destructive/remote-overwrite.ts';
import { rule as destructiveRmRecursive } from './destructive/rm-recursive.ts';
import { rule as destructiveRmRootHome } from './destructive/rm-root-home.ts';
import { rule as destructiveShredTruncate } from './destructive/shred-truncate.ts';
import { rule as destructiveShutdown } from './destructive/shutdown.ts';
import { rule as destructiveSyncDelete } from './destructive/sync-delete.ts';
import { rule as discoveryCloudIdentity } from './discovery/cloud-identity.ts';
import { rule as discoveryScanner } from './discovery/scanner.ts';
import { rule as executionDownloadExec } from './execution/download-exec.ts';
import { rule as exfilArchive } from './exfil/archive.ts';
import { rule as exfilCredential } from './exfil/credential.ts';
import { rule as exfilDns } from './exfil/dns.ts';
import { rule as exfilFile } from './exfil/file.ts';
import { rule as exfilOutput } from './exfil/output.ts';
import { rule as exfilPrepared } from './exfil/prepared.ts';
import { rule as networkCommand } from './network/command.ts';
import { rule as networkDevTcp } from './network/dev-tcp.ts';
import { rule as networkExfilService } from './network/exfil-service.ts';
import { rule as networkLateral } from './network/lateral.ts';
import { rule as networkRawSocket } from './network/raw-socket.ts';
import { rule as networkReverseShell } from './network/reverse-shell.ts';
import { rule as networkTunnel } from './network/tunnel.ts';
import { rule as networkUnsanctioned } from './network/unsanctioned.ts';
import { rule as obfuscationDecodeExec } from './obfuscation/decode-exec.ts';
import { rule as obfuscationDynamicCommand } from './obfuscation/dynamic-command.ts';
import { rule as obfuscationHiddenName } from './obfuscation/hidden-name.ts';
import { rule as obfuscationLookAlike } from './obfuscation/look-alike.ts';
import { rule as parseIncomplete } from './parse/incomplete.ts';
import { rule as persistenceAccount } from './persistence/account.ts';
import { rule as persistenceAuthorizedKeys } from './persistence/authorized-keys.ts';
import { rule as persistenceBinaryPatch } from './persistence/binary-patch.ts';
import { rule as persistenceGitHook } from './persistence/git-hook.ts';
import { rule as persistenceScheduled } from './persistence/scheduled.ts';
import { rule as persistenceShellHook } from './persistence/shell-hook.ts';
import { rule as persistenceShellInit } from './persistence/shell-init.ts';
import { rule as privilegeContainer } from './privilege/container.ts';
import { rule as privilegeElevation } from './privilege/elevation.ts';
import { rule as privilegeEnvInjection } from './privilege/env-injection.ts';
import { rule as privilegeFileRights } from './privilege/file-rights.ts';
import { rule as privilegeKernel } from './privilege/kernel.ts';
import { rule as privilegeMount } from './privilege/mount.ts';
import { rule as privilegeSystemBus } from './privilege/system-bus.ts';
import { rule as privilegeSystemWrite } from './privilege/system-write.ts';
import { rule as secretInCommand } from './secret/in-command.ts';
import { rule as supplyCustomRegistry } from './supply/custom-registry.ts';
import { rule as supplyLockfile } from './supply/lockfile.ts';
import { rule as supplyPipeRepo } from './supply/pipe-repo.ts';
import { rule as supplyPublish } from './supply/publish.ts';
import { rule as supplyUrlInstall } from './supply/url-install.ts';
import { rule as destructiveRecovery } from './destructive/recovery.ts';
import { rule as destructiveRightsWide } from './destructive/rights-wide.ts';
import { rule as networkProxy } from './network/proxy.ts';
import { rule as networkBeacon } from './network/beacon.ts';
import { rule as credentialPrompt } from './credential/prompt.ts';
import { rule as credentialInputCapture } from './credential/input-capture.ts';
import { rule as executionRemoteCode } from './execution/remote-code.ts';
import { rule as executionProcessAttach } from './execution/process-attach.ts';
import { rule as executionNativeCall } from './execution/native-call.ts';
import { rule as discoveryEndpoint } from './discovery/endpoint.ts';
import { rule as discoverySweep } from './discovery/sweep.ts';
import { rule as supplyCiPath } from './supply/ci-path.ts';
import { rule as supplyBuildFile } from './supply/build-file.ts';
import { rule as persistenceCiPipeline } from './persistence/ci-pipeline.ts';
import { rule as exfilMadePublic } from './exfil/made-public.ts';
import { rule as executionShellEscape } from './execution/shell-escape.ts';
import { rule as executionScratchRun } from './execution/scratch-run.ts';
import { rule as agentGuardChange } from './agent/guard-change.ts';
import { rule as supplyTyposquat } from './supply/typosquat.ts';
import { rule as writeCredentialStore } from './write/credential-store.ts';
import { rule as writeOutsideRoot } from './write/outside-root.ts';
import { rule as writePathBinary } from './write/path-binary.ts';

/** The rules that run over one call. A new rule is one file and one line here. */
export const callRules: readonly Rule[] = [
  agentBypassPermissions,
  agentConfigWrite,
  agentGuardChange,
  agentInstructionsWrite,
  agentMcpAdd,
  antiforensicsAgentLogs,
  antiforensicsGit,
  antiforensicsHistory,
  antiforensicsLogs,
  antiforensicsTimestomp,
  credentialAgentSocket,
  credentialCli,
  credentialEnvDump,
  credentialImds,
  credentialInputCapture,
  credentialPrompt,
  credentialSearch,
  credentialStore,
  defenseFirewall,
  defenseToolStop,
  destructiveDatabase,
  destructiveFindDelete,
  destructiveForkBomb,
  destructiveGitDiscard,
  destructiveGitForcePush,
  destructiveGitHistory,
  destructiveHttpDelete,
  destructiveIacCloud,
  destructiveRawDevice,
  destructiveRecovery,
  destructiveRemoteOverwrite,
  destructiveRightsWide,
  destructiveRmRecursive,
  destructiveRmRootHome,
  destructiveShredTruncate,
  destructiveShutdown,
  destructiveSyncDelete,
  discoveryCloudIdentity,
  discoveryEndpoint,
  discoveryScanner,
  discoverySweep,
  executionDownloadExec,
  executionNativeCall,
  executionProcessAttach,
  executionRemoteCode,
  executionScratchRun,
  executionShellEscape,
  exfilArchive,
  exfilCredential,
  exfilDns,
  exfilFile,
  exfilMadePublic,
  exfilOutput,
  exfilPrepared,
  networkCommand,
  networkBeacon,
  networkDevTcp,
  networkExfilService,
  networkLateral,
  networkProxy,
  networkRawSocket,
  networkReverseShell,
  networkTunnel,
  networkUnsanctioned,
  obfuscationDecodeExec,
  obfuscationDynamicCommand,
  obfuscationHiddenName,
  obfuscationLookAlike,
  parseIncomplete,
  persistenceAccount,
  persistenceAuthorizedKeys,
  persistenceBinaryPatch,
  persistenceCiPipeline,
  persistenceGitHook,
  persistenceScheduled,
  persistenceShellHook,
  persistenceShellInit,
  privilegeContainer,
  privilegeElevation,
  privilegeEnvInjection,
  privilegeFileRights,
  privilegeKernel,
  privilegeMount,
  privilegeSystemBus,
  privilegeSystemWrite,
  secretInCommand,
  supplyCustomRegistry,
  supplyBuildFile,
  supplyCiPath,
  supplyLockfile,
  supplyPipeRepo,
  supplyPublish,
  supplyTyposquat,
  supplyUrlInstall,
  writeCredentialStore,
  writeOutsideRoot,
  writePathBinary,
];

/** The same with the rules over answers and over chains, for whoever lists them. */
export const rules: readonly Rule[] = [...callRules, outputRule, ...joins.map((join) => join.rule)];
