// compose.yaml and deploy/kubernetes: valid by their schemas, and in step with the program, where no engine is at hand.
import { expect, test } from '@playwright/test';
import {
  KUBERNETES, OVERLAY, base, byKind, compose, composeFaults, documents, exists, kustomization, literals, manifestFaults,
  manifestFiles, podOf, read, required, rows, version, type Node,
} from '../support/manifests';

/** Open requests 15 s, jobs 12 s, closing the database 5 s: `Server::stop`, after VESTIBULE_DRAIN_SECONDS. */
const STOP_SECONDS = 32;
const EXAMPLE = `${KUBERNETES}/secrets.example.yaml`;
/** PostgreSQL's own variables, which the driver reads. */
const OF_THE_DRIVER = ['PGPASSFILE'];

const services = (): [string, Node][] => Object.entries(compose().services);
/** Names in a list, or of the entries of a map. */
const namesOf = (node: Node): string[] => (Array.isArray(node) ? node : Object.keys(node ?? {}));
const ofOurImage = (): [string, Node][] => services().filter(([, it]) => it.image.startsWith('vestibule:'));
const known = (): string[] => [
  ...rows('docs/configuration.md', 'VESTIBULE_'), ...rows('docs/configuration.md', 'KYC_'), ...rows('docs/configuration.md', 'DATABASE_'),
];
/** The first word of each command, such as `migrate`. */
const commands = (): string[] => rows('docs/configuration.md', 'vestibule ').map((it) => it.split(' ')[1] ?? '');
const routes = (): string => read('server/src/http.rs');
const secrets = (): Record<string, Node> => Object.fromEntries(documents(EXAMPLE).map((it) => [it.metadata.name, it.stringData]));
const containers = (kind: string): Node[] => [...podOf(kind).spec.initContainers, ...podOf(kind).spec.containers];
const KINDS = ['StatefulSet', 'Job'];

test.describe('compose.yaml', { tag: '@desktop' }, () => {
  test('compose file is valid by the schema', () => {
    expect(composeFaults(compose())).toEqual([]);
    const wrong = compose();
    wrong.services.db.healthchek = wrong.services.db.healthcheck;
    expect(composeFaults(wrong).join()).toContain('healthchek');
  });

  test('compose file names what is there: services, volumes, networks, files', () => {
    const { services: all, volumes, networks } = compose();
    for (const [name, service] of services()) {
      for (const other of namesOf(service.depends_on)) expect(all, name).toHaveProperty([other]);
      for (const mount of service.volumes ?? []) {
        const source = mount.split(':')[0];
        if (source.startsWith('./')) expect(exists(source), `${name}: ${mount}`).toBe(true);
        else expect(volumes, `${name}: ${mount}`).toHaveProperty([source]);
      }
      for (const network of namesOf(service.networks)) expect(networks, name).toHaveProperty([network]);
    }
  });

  test('compose variables and commands are those of the program', () => {
    for (const [name, { environment = {}, command = [], entrypoint }] of ofOurImage()) {
      expect(Object.keys(environment).filter((it) => ![...known(), ...OF_THE_DRIVER].includes(it)), name).toEqual([]);
      if (command.length > 0 && !entrypoint) expect(commands(), name).toContain(command[0]);
    }
    const ofSandbox = rows('sandbox/src/main.rs', 'SANDBOX_');
    expect(Object.keys(compose().services.sandbox.environment).filter((it) => !ofSandbox.includes(it))).toEqual([]);
  });

  test('compose ports agree with the proxy, the pooler and the sandbox', () => {
    const { environment } = compose().services['server-1'];
    const ini = read('deploy/pgbouncer/pgbouncer.ini');
    const caddy = read('deploy/caddy/Caddyfile');
    const port = /VESTIBULE_ADDR=0\.0\.0\.0:(\d+)/.exec(read('Dockerfile'))?.[1];
    expect(read('Dockerfile')).toContain(`EXPOSE ${port}`);
    expect(caddy).toContain(`reverse_proxy server-1:${port} server-2:${port} {`);
    expect(caddy).toContain(`dynamic a ${compose().services['server-1'].networks.front.aliases[0]} ${port}`);
    expect(routes()).toContain(`"${/health_uri (\S+)/.exec(caddy)?.[1]}"`);
    expect(new URL(environment.DATABASE_URL).host).toBe(`pgbouncer:${/^listen_port = (\d+)/m.exec(ini)?.[1]}`);
    expect(new URL(environment.DATABASE_LISTEN_URL).host).toBe('db:5432');
    expect(new URL(environment.KYC_BASE_URL).port).toBe(compose().services.sandbox.environment.SANDBOX_ADDR.split(':')[1]);
    expect(caddy).toContain(`${environment.KYC_CAPTURE_HOSTS} {`);
    expect(read('deploy/prometheus/prometheus.yml')).toContain(`caddy${/^(:\d+) \{/m.exec(caddy)?.[1]}`);
  });

  test('compose servers trust the address of the proxy alone', () => {
    const { services: { caddy }, networks: { front } } = compose();
    const address = caddy.networks.front.ipv4_address;
    expect(address.split('.').slice(0, 3)).toEqual(front.ipam.config[0].subnet.split('.').slice(0, 3));
    for (const [name, { environment }] of ofOurImage().filter(([, it]) => it.environment)) {
      expect(environment.VESTIBULE_TRUSTED_PROXIES, name).toBe(`${address}/32`);
    }
  });

  test('compose publishes on this machine alone and leaves time to stop', () => {
    for (const [name, { ports = [] }] of services()) {
      for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:/);
    }
    for (const name of ['server-1', 'server-2']) {
      const { stop_grace_period: grace, environment } = compose().services[name];
      const drain = Number(environment.VESTIBULE_DRAIN_SECONDS);
      expect(drain).toBeGreaterThan(0);
      expect(Number.parseInt(grace, 10)).toBeGreaterThan(drain + STOP_SECONDS);
    }
  });

  test('compose images are ours of this version, or pinned by tag and digest', () => {
    for (const [name, { image, build }] of services()) {
      if (build) expect(image, name).toMatch(new RegExp(`^vestibule[a-z-]*:${version()}$`));
      else expect(image, name).toMatch(/:v?\d+\.\d+\S*@sha256:[0-9a-f]{64}$/);
    }
    const bases = ['Dockerfile', 'deploy/pgbouncer/Dockerfile'].map((it) => /^FROM (debian:\S+)/m.exec(read(it))?.[1]);
    expect(bases[0]).toBe(bases[1]);
  });
});

test.describe('Kubernetes manifests', { tag: '@desktop' }, () => {
  test('manifests are valid by the schema', () => {
    for (const path of [...manifestFiles(`${KUBERNETES}/base`), EXAMPLE]) {
      for (const it of documents(path)) expect(manifestFaults(it), path).toEqual([]);
    }
    const wrong = byKind('StatefulSet');
    wrong.spec.template.spec.containers[0].readynessProbe = {};
    delete wrong.spec.selector;
    expect(manifestFaults(wrong).join()).toMatch(/selector.*readynessProbe|readynessProbe.*selector/);
  });

  test('kustomizations list every file, and patches name a manifest', () => {
    const { resources } = kustomization(`${KUBERNETES}/base`);
    expect([...resources].sort()).toEqual(manifestFiles(`${KUBERNETES}/base`).map((it) => it.split('/').pop()).sort());
    const { patches, resources: below } = kustomization(OVERLAY);
    expect(below).toEqual(['../../base']);
    expect(patches.map((it: Node) => it.path).sort()).toEqual(manifestFiles(OVERLAY).map((it) => it.split('/').pop()).sort());
    for (const patch of manifestFiles(OVERLAY).flatMap(documents)) {
      expect(manifestFaults(patch, true)).toEqual([]);
      expect(base().some((it) => it.kind === patch.kind && it.metadata.name === patch.metadata.name)).toBe(true);
    }
  });

  test('production has every required variable, and no unknown one', () => {
    const named = Object.keys({ ...literals(`${KUBERNETES}/base`), ...literals(OVERLAY), ...secrets()['vestibule-environment'] });
    expect(named.filter((it) => !known().includes(it))).toEqual([]);
    // The token stands for the client of the provider's token endpoint.
    const client = ['KYC_CLIENT_ID', 'KYC_CLIENT_KEY_FILE', 'KYC_TOKEN_URL'];
    expect(required().length).toBeGreaterThan(5);
    expect(required().filter((it) => !named.includes(it) && !client.includes(it))).toEqual([]);
    for (const url of ['DATABASE_URL', 'DATABASE_LISTEN_URL']) {
      expect(secrets()['vestibule-environment'][url]).toContain('sslmode=verify-full');
    }
  });

  test('ports and paths of probes are those of the server', () => {
    const [server] = podOf('StatefulSet').spec.containers;
    const [port] = server.ports;
    expect(literals(`${KUBERNETES}/base`)['VESTIBULE_ADDR']).toBe(`0.0.0.0:${port.containerPort}`);
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      expect(routes(), probe).toContain(`.route("${server[probe].httpGet.path}"`);
      expect(server[probe].httpGet.port, probe).toBe(port.name);
    }
    const targets = base().filter(({ kind }) => kind === 'Service').flatMap(({ spec }) => spec.ports);
    expect(targets.map(({ targetPort }) => targetPort)).toEqual([port.name, port.name]);
    expect(byKind('NetworkPolicy').spec.ingress[0].ports).toEqual([{ port: port.name }]);
    const { service } = byKind('Ingress').spec.rules[0].http.paths[0].backend;
    expect(base().find((it) => it.kind === 'Service' && it.metadata.name === service.name)?.spec.ports[0].name).toBe(service.port.name);
  });

  test('a server has the time to drain', () => {
    const { terminationGracePeriodSeconds } = podOf('StatefulSet').spec;
    const drain = Number(literals(`${KUBERNETES}/base`)['VESTIBULE_DRAIN_SECONDS']);
    expect(drain).toBeGreaterThan(0);
    expect(terminationGracePeriodSeconds).toBeGreaterThan(drain + STOP_SECONDS);
  });

  test('selectors find the Pods of the servers', () => {
    const { labels } = podOf('StatefulSet').metadata;
    const selectors = [
      ...base().filter(({ kind }) => kind === 'Service').map(({ spec }) => spec.selector),
      byKind('StatefulSet').spec.selector.matchLabels, byKind('PodDisruptionBudget').spec.selector.matchLabels,
      ...podOf('StatefulSet').spec.topologySpreadConstraints.map((it: Node) => it.labelSelector.matchLabels),
    ];
    for (const selector of selectors) expect(selector).toEqual(labels);
    const covered = byKind('NetworkPolicy').spec.podSelector.matchLabels;
    for (const kind of KINDS) expect(podOf(kind).metadata.labels).toMatchObject(covered);
    expect(byKind('StatefulSet').spec.serviceName).toBe('vestibule-pods');
  });

  for (const kind of KINDS) {
    test(`references within the ${kind} resolve`, () => {
      const pod = podOf(kind).spec;
      const claims = byKind('StatefulSet').spec.volumeClaimTemplates.map((it: Node) => it.metadata.name);
      const volumes = [...pod.volumes.map((it: Node) => it.name), ...(kind === 'StatefulSet' ? claims : [])];
      const held = secrets();
      for (const { name, volumeMounts, envFrom = [], env = [], image, args = [] } of containers(kind)) {
        for (const mount of volumeMounts) expect(volumes, name).toContain(mount.name);
        for (const { configMapRef, secretRef } of envFrom) expect(configMapRef ? 'vestibule' : Object.keys(held), name).toContain((configMapRef ?? secretRef).name);
        for (const { valueFrom: { secretKeyRef } } of env) expect(held[secretKeyRef.name], name).toHaveProperty([secretKeyRef.key]);
        expect(kustomization(OVERLAY).images.map((it: Node) => it.name), name).toEqual([image]);
        for (const command of args.slice(0, 1)) expect(commands(), name).toContain(command);
      }
      for (const { secret } of pod.volumes.filter((it: Node) => it.secret)) {
        for (const { key } of secret.items) expect(held[secret.secretName]).toHaveProperty([key]);
      }
      expect(pod.serviceAccountName).toBe(byKind('ServiceAccount').metadata.name);
    });

    test(`the ${kind} runs without privileges, with requests and a limit`, () => {
      const pod = podOf(kind).spec;
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } });
      expect(pod.automountServiceAccountToken).toBe(false);
      for (const { name, securityContext, resources } of containers(kind)) {
        expect(securityContext, name).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
        expect(Object.keys(resources.requests), name).toEqual(['cpu', 'memory']);
        expect(resources.limits, name).toHaveProperty('memory');
      }
    });
  }

  test('the image of the overlay has the version of the workspace', () => {
    for (const { newTag } of kustomization(OVERLAY).images) expect(newTag).toBe(version());
  });
});
