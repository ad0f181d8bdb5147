/** Services that other programs and people stand on, by the names they run under, as data. */

/** Proxies and load balancers: what stands in front of everything else. */
export const frontServices = /^(?:nginx|openresty|apache2?|httpd|haproxy|traefik|envoy|caddy|varnish(?:d)?|keepalived|squid|kong|lighttpd)(?:[-_@.]\S*)?$/;

/** Those and data stores, queues, name and login services, container runtimes. */
export const coreServices = /^(?:nginx|openresty|apache2?|httpd|haproxy|traefik|envoy|caddy|varnish|keepalived|squid|kong|postgres(?:ql)?|pgbouncer|mysqld?|mariadb|mongod?(?:b)?|redis(?:-server)?|valkey|memcached|cassandra|elasticsearch|opensearch|solr|kafka|zookeeper|rabbitmq(?:-server)?|nats(?:-server)?|etcd|consul|vault|nomad|docker|containerd|crio|podman|kubelet|k3s|sshd?|network(?:ing|-?manager)?|systemd-(?:networkd|resolved|logind|timesyncd|udevd)|named|bind9|dnsmasq|unbound|coredns|cron|crond|ntpd?|chronyd?|prometheus|grafana(?:-server)?|alertmanager|loki|postfix|dovecot|exim4?|slapd|sssd|libvirtd|jenkins|gitlab-runner|dbus)(?:@\S*|\.(?:service|socket))?$/i;
