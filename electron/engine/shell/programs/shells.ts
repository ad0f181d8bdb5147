/** Programs that read shell code, and clients that read statements, from their standard input. */
export const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'mksh', 'ash', 'fish', 'rbash', 'csh', 'tcsh', '-bash', 'yash']);

export const databaseClients: ReadonlySet<string> = new Set(['psql', 'mysql', 'mariadb', 'sqlite', 'sqlite3', 'sqlcmd', 'cqlsh', 'clickhouse-client', 'clickhouse', 'cockroach', 'duckdb', 'bq', 'snowsql', 'influx', 'mongosh', 'mongo', 'redis-cli', 'beeline', 'trino', 'presto', 'nsupdate', 'socat', 'nc', 'ncat', 'netcat', 'telnet', 'ldapmodify', 'zookeeper-shell', 'zookeeper-shell.sh', 'zkCli.sh', 'ftp', 'sftp', 'lftp', 'fdisk', 'gdisk', 'sfdisk', 'diskpart', 'parted', 'varnishadm']);
