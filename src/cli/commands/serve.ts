import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import sirv from 'sirv';
import { loadRoot } from '../../content/load-root.ts';
import { UsageError, type Command, type Values } from '../command.ts';
import { readDistRecord } from '../dist-record.ts';
import { findRoot } from '../root.ts';
import { distOf } from '../site.ts';
import { sayVerified } from './build.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'serves the built site on this machine',
  options: {
    port: { type: 'string', value: 'N', help: 'Port (default: 4321, or a free one when that is taken)' },
    host: { type: 'string', value: 'NAME', help: 'Address to listen on (default: localhost only)' },
    json: { type: 'boolean', help: 'The address as JSON' },
  },
  examples: ['serve', 'serve --port 8080'],
  async run(values, _, terminal) {
    const root = findRoot(values, terminal);
    const dist = distOf(root);
    if (!existsSync(join(dist, 'index.html'))) {
      throw new UserError('there is no built site', { hint: 'Run `paper-factory build` first.' });
    }
    const built = readDistRecord(root);
    const base = built?.base ?? loadRoot(root).config.site.base;
    const host = String(values.host ?? '127.0.0.1');
    const server = createServer(handler(dist, base));
    await listen(server, parsePort(values.port), host);
    const { port } = server.address() as AddressInfo;
    const address = `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}${base}`;
    const verification = built?.verification;
    if (values.json) terminal.out(`${JSON.stringify({ address, verification: verification ?? null })}\n`);
    else {
      if (verification) sayVerified(verification, terminal);
      terminal.out(`Serving ${address} (Ctrl-C stops)\n`);
    }
    await stopped(terminal.signal, server);
    return 0;
  },
};

export function parsePort(value: Values[string]): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new UsageError(`--port is "${value}"; expected a whole number from 0 to 65535`);
}

function handler(dist: string, base: string): Parameters<typeof createServer>[1] {
  const files = sirv(dist, { dev: true, etag: true });
  const notFound = join(dist, '404.html');
  return (request, response) => {
    const url = request.url ?? '/';
    const missing = () => {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
      response.end(existsSync(notFound) ? readFileSync(notFound) : 'Not found');
    };
    if (!url.startsWith(base)) {
      if (`${url}/` !== base && url !== '/') return missing();
      response.writeHead(302, { location: base });
      return response.end();
    }
    request.url = `/${url.slice(base.length)}`;
    files(request, response, missing);
  };
}

/** Listens on the wanted port, on 4321, or on any free one. */
async function listen(server: Server, wanted: number | undefined, host: string): Promise<void> {
  const attempt = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await attempt(wanted ?? 4321);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' || wanted !== undefined) {
      throw new UserError(`could not listen on ${host}:${wanted ?? 4321} (${code})`, {
        hint: 'Choose another with --port N, or leave it out to take a free one.',
        cause: error,
      });
    }
    await attempt(0);
  }
}

function stopped(signal: AbortSignal, server: Server): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  });
}
