/** The technique ids that rules name, as data of one release each, with their names. Knows no rule. */

export const attackVersion = 'ATT&CK v19.1 (2026)';
export const atlasVersion = 'ATLAS 5.6.0';

/**
 * Ids of v18 that v19 revoked, and what took their place: v19 split Defense Evasion into Stealth and Defense Impairment.
 * A rule names one beside its successor, for those who still search by it.
 */
export const retired: Readonly<Record<string, string>> = {
  'T1562.001': 'T1685', 'T1562.003': 'T1690', 'T1562.004': 'T1686', 'T1562.012': 'T1685.004', 'T1070.002': 'T1685.006',
};

/** Each id that a rule may name. An id that is not here fails a test. */
export const techniques: Readonly<Record<string, string>> = {
  'T1003.007': 'OS Credential Dumping: Proc Filesystem', 'T1003.008': 'OS Credential Dumping: /etc/passwd and /etc/shadow', T1014: 'Rootkit', T1021: 'Remote Services', T1027: 'Obfuscated Files or Information', 'T1027.010': 'Command Obfuscation',
  T1033: 'System Owner/User Discovery', T1036: 'Masquerading', T1040: 'Network Sniffing', T1041: 'Exfiltration Over C2 Channel', T1046: 'Network Service Discovery', T1048: 'Exfiltration Over Alternative Protocol', 'T1048.003': 'Exfiltration Over Unencrypted Non-C2 Protocol',
  'T1053.003': 'Scheduled Task/Job: Cron', T1059: 'Command and Scripting Interpreter', 'T1059.004': 'Unix Shell', T1069: 'Permission Groups Discovery', T1070: 'Indicator Removal', 'T1070.003': 'Clear Command History', 'T1070.004': 'File Deletion', 'T1070.006': 'Timestomp',
  T1018: 'Remote System Discovery', T1029: 'Scheduled Transfer', T1055: 'Process Injection', 'T1056.001': 'Input Capture: Keylogging', 'T1056.002': 'Input Capture: GUI Input Capture', T1106: 'Native API', T1113: 'Screen Capture',
  T1071: 'Application Layer Protocol', 'T1071.001': 'Web Protocols', 'T1071.004': 'DNS', 'T1074.001': 'Local Data Staging', T1082: 'System Information Discovery', T1083: 'File and Directory Discovery', T1087: 'Account Discovery', T1090: 'Proxy', T1095: 'Non-Application Layer Protocol',
  T1098: 'Account Manipulation', 'T1098.004': 'SSH Authorized Keys', T1102: 'Web Service', T1105: 'Ingress Tool Transfer', T1110: 'Brute Force', 'T1132.001': 'Data Encoding: Standard Encoding', 'T1136.001': 'Create Account: Local Account', T1140: 'Deobfuscate/Decode Files or Information', 'T1195.001': 'Compromise Software Dependencies and Development Tools', 'T1195.002': 'Compromise Software Supply Chain',
  'T1222.002': 'Linux and Mac Permissions', T1485: 'Data Destruction', T1489: 'Service Stop', T1490: 'Inhibit System Recovery', T1499: 'Endpoint Denial of Service', T1528: 'Steal Application Access Token', T1529: 'System Shutdown/Reboot', T1539: 'Steal Web Session Cookie',
  T1543: 'Create or Modify System Process', 'T1543.001': 'Launch Agent', 'T1543.002': 'Systemd Service', 'T1543.004': 'Launch Daemon', T1546: 'Event Triggered Execution', 'T1546.004': 'Unix Shell Configuration Modification', 'T1546.005': 'Trap', 'T1547.006': 'Kernel Modules and Extensions', 'T1547.015': 'Login Items', T1548: 'Abuse Elevation Control Mechanism', 'T1548.001': 'Setuid and Setgid', 'T1548.003': 'Sudo and Sudo Caching',
  'T1552.001': 'Credentials In Files', 'T1552.003': 'Shell History', 'T1552.004': 'Private Keys', 'T1552.005': 'Cloud Instance Metadata API', 'T1553.004': 'Install Root Certificate', T1554: 'Compromise Host Software Binary', T1555: 'Credentials from Password Stores', 'T1555.001': 'Keychain', 'T1555.003': 'Credentials from Web Browsers', 'T1555.005': 'Password Managers', T1557: 'Adversary-in-the-Middle',
  'T1560.001': 'Archive via Utility', 'T1561.001': 'Disk Content Wipe', 'T1565': 'Data Manipulation', 'T1565.001': 'Stored Data Manipulation', T1537: 'Transfer Data to Cloud Account', T1567: 'Exfiltration Over Web Service', 'T1567.001': 'Exfiltration to Code Repository', 'T1567.002': 'Exfiltration to Cloud Storage', 'T1569.002': 'Service Execution', T1572: 'Protocol Tunneling',
  'T1574.006': 'Dynamic Linker Hijacking', 'T1574.007': 'Path Interception by PATH Environment Variable', 'T1578.003': 'Delete Cloud Instance', T1611: 'Escape to Host', T1685: 'Disable or Modify Tools', 'T1685.004': 'Disable or Modify Linux Audit System Log', 'T1685.006': 'Clear Linux or Mac System Logs', T1686: 'Disable or Modify System Firewall', T1690: 'Prevent Command History Logging',
  'AML.T0053': 'AI Agent Tool Invocation', 'AML.T0055': 'Unsecured Credentials', 'AML.T0080.000': 'AI Agent Context Poisoning: Memory', 'AML.T0081': 'Modify AI Agent Configuration', 'AML.T0086': 'Exfiltration via AI Agent Tool Invocation', 'AML.T0092': 'Manipulate User LLM Chat History', 'AML.T0098': 'AI Agent Tool Credential Harvesting', 'AML.T0101': 'Data Destruction via AI Agent Tool Invocation', 'AML.T0103': 'Deploy AI Agent', 'AML.T0105': 'Escape to Host', 'AML.T0110': 'AI Agent Tool Poisoning',
};
