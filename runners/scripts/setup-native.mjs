/**
 * Sets the `node` backend up: puts TensorFlow's native library, which the install of @tensorflow/tfjs-node leaves out,
 * into a cache outside node_modules (`npm ci` empties that), builds the binding against it, links both into the package
 * and proves them with a matrix product. What is there already is used again.
 *
 *     npm run setup:native [-- --help]
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The one place that names the version; 2.12 to 2.21 work with tfjs-node 4.22. */
const libraryVersion = '2.18.1';
const cache = resolve(process.env.PAPER_FACTORY_NATIVE || join(homedir(), '.cache', 'paper-factory', 'libtensorflow'));
const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

const usage = `Sets up the native backend, for \`paper-factory reproduce --backend node\` (Linux on x64).

usage: npm run setup:native

It downloads the tensorflow-cpu ${libraryVersion} wheel with pip (230 MB), keeps its two libraries (690 MB), builds the binding of
@tensorflow/tfjs-node with node-gyp, and multiplies two matrices with it. It needs python3 with pip, make and g++.

PAPER_FACTORY_NATIVE  folder for the libraries (default ~/.cache/paper-factory/libtensorflow); delete it to start anew
`;

/** A fault that the user can mend. */
class SetupError extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

const say = (text) => process.stdout.write(`${text}\n`);

/** Runs a program; gives what it printed, or throws the error that `explain` makes of that. */
function run(program, args, explain, options = {}) {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  const output = `${stdout ?? ''}${stderr ?? ''}`;
  if (error || status !== 0) throw explain(error ? error.message : output.trim().split('\n').slice(-12).join('\n'));
  return output;
}

function packageFolder() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `this takes the library for Linux on x64, and this is ${process.platform} on ${process.arch}`,
      "Run the package's own installer instead: node node_modules/@tensorflow/tfjs-node/scripts/install.js",
    );
  }
  try {
    return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json'));
  } catch {
    throw new SetupError('@tensorflow/tfjs-node is not installed', 'Run `npm ci` without `--omit=optional`.');
  }
}

/** Everything is asked for before the long download begins. */
function checkTools() {
  const onDebian = (names) => `Install it, on Debian or Ubuntu: sudo apt-get install ${names}`;
  const tool = (program, args, what, packages) =>
    run(
      program,
      args,
      () => new SetupError(`${what} is missing (\`${program} ${args.join(' ')}\` failed)`, onDebian(packages)),
    );
  tool('python3', ['--version'], 'Python 3', 'python3 python3-pip');
  tool('python3', ['-m', 'pip', '--version'], 'pip', 'python3-pip');
  tool('make', ['--version'], 'make', 'make');
  tool('g++', ['--version'], 'a C++ compiler', 'g++');
}

// Two tags: wheels up to 2.20 carry the first, later ones the second.
const platforms = ['manylinux2014_x86_64', 'manylinux_2_27_x86_64'].flatMap((name) => ['--platform', name]);
const isLibrary = (name) => /^tensorflow\/libtensorflow_(cc|framework)\.so\.2$/.test(name);
const isHeader = (name) => /^tensorflow\/include\/(tensorflow\/(c|tsl|core\/platform)|tsl|xla\/tsl)\/.*\.h$/.test(name);
const isLicence = (name) => /^tensorflow\/THIRD_PARTY_NOTICES/.test(name);

/** Downloads the wheel and lays its libraries and headers out as the binding wants them: `deps/lib`, `deps/include`. */
function takeLibrary(folder) {
  say(`downloading tensorflow-cpu ${libraryVersion} with pip (230 MB)`);
  const wheels = join(folder, 'wheel');
  run(
    'python3',
    ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--implementation', 'cp', '--python-version', '3.11']
      .concat(platforms)
      .concat('--dest', wheels, `tensorflow-cpu==${libraryVersion}`),
    (output) =>
      new SetupError(
        `pip could not download tensorflow-cpu ${libraryVersion}:\n${output}`,
        'Check that `python3 -m pip download six` works here: network, proxy, the index that pip uses.',
      ),
  );
  say('unpacking its libraries and headers');
  const wheel = join(wheels, fs.readdirSync(wheels)[0]);
  const broken = (output) =>
    new SetupError(`the wheel could not be unpacked:\n${output}`, 'Is the disk full? 2 GB are needed.');
  const python = (code, ...args) =>
    run('python3', ['-c', `import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\n${code}`, wheel, ...args], broken);
  const names = python('print("\\n".join(z.namelist()))').trim().split('\n');
  const wanted = names.filter((name) => isLibrary(name) || isHeader(name) || isLicence(name));
  python('z.extractall(sys.argv[2], sys.argv[3:])', folder, ...wanted);

  const deps = join(folder, 'deps');
  fs.mkdirSync(join(deps, 'lib'), { recursive: true });
  fs.renameSync(join(folder, 'tensorflow', 'include'), join(deps, 'include'));
  // The binding is linked with -ltensorflow and asks for the soname at run time.
  for (const [part, alias] of [
    ['cc', 'libtensorflow.so'],
    ['framework', 'libtensorflow_framework.so'],
  ]) {
    const file = `libtensorflow_${part}.so.2`;
    fs.renameSync(join(folder, 'tensorflow', file), join(deps, 'lib', file));
    fs.symlinkSync(file, join(deps, 'lib', alias));
  }
  for (const name of names.filter(isLicence)) fs.renameSync(join(folder, name), join(deps, name.split('/').at(-1)));
  for (const rest of ['wheel', 'tensorflow']) fs.rmSync(join(folder, rest), { recursive: true, force: true });
  fs.writeFileSync(join(deps, 'VERSION'), `${libraryVersion}\n`);
}

/** Builds the binding beside `deps` from the sources of the package, so that its path to the library holds in the cache. */
function buildBinding(folder, source) {
  say('building the binding with node-gyp');
  for (const name of ['package.json', 'binding.gyp', 'binding']) {
    fs.cpSync(join(source, name), join(folder, name), { recursive: true });
  }
  // Through npm, which brings node-gyp and tells it where the user keeps the headers of Node.
  run(
    'npm',
    ['exec', '--offline', '--call', 'node-pre-gyp install --build-from-source --directory="$BINDING_FOLDER"'],
    (output) =>
      new SetupError(
        `the binding could not be built:\n${output}`,
        'Where the headers of Node are missing or cannot be downloaded: unpack those of this version and tell npm with `npm config set nodedir FOLDER` (it holds include/node).',
      ),
    { cwd: repository, env: { ...process.env, BINDING_FOLDER: folder } },
  );
  for (const name of fs.readdirSync(folder).filter((name) => name !== 'deps' && name !== 'lib')) {
    fs.rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Fills a folder of the cache whole or not at all. */
function fillCache(home, source) {
  checkTools();
  fs.mkdirSync(cache, { recursive: true });
  // What an interrupted setup left.
  for (const name of fs.readdirSync(cache).filter((name) => name.includes('.partial-'))) {
    fs.rmSync(join(cache, name), { recursive: true, force: true });
  }
  const partial = fs.mkdtempSync(`${home}.partial-`);
  try {
    takeLibrary(partial);
    buildBinding(partial, source);
    fs.renameSync(partial, home);
  } finally {
    fs.rmSync(partial, { recursive: true, force: true });
  }
}

/** `npm ci` takes the links away, and the next setup only makes them again. */
function link(home, source) {
  for (const name of ['deps', 'lib']) {
    fs.rmSync(join(source, name), { recursive: true, force: true });
    fs.symlinkSync(join(home, name), join(source, name));
  }
}

/** Multiplies two matrices natively and in plain JavaScript. */
async function prove(home) {
  const { loadBackend } = await import('../src/backend/index.ts');
  const backend = await loadBackend({ name: 'node' });
  const tf = createRequire(import.meta.url)('@tensorflow/tfjs');
  const { TF_Version: version } = tf.backend().binding;
  if (version !== libraryVersion) {
    throw new SetupError(
      `the library says it is ${version}, not ${libraryVersion}`,
      `Delete ${home} and run this again.`,
    );
  }
  const size = 64;
  const values = (step) => Float32Array.from({ length: size * size }, (_, i) => ((i * step) % 17) - 8);
  const [a, b] = [values(5), values(7)];
  const product = tf.matMul(tf.tensor2d(a, [size, size]), tf.tensor2d(b, [size, size])).dataSync();
  for (let i = 0; i < size * size; i++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += a[i - (i % size) + k] * b[k * size + (i % size)];
    // Small whole numbers: every way of summing them is exact.
    if (product[i] !== sum)
      throw new SetupError(
        `the native matrix product is wrong at ${i}: ${product[i]}, not ${sum}`,
        `Delete ${home} and run this again.`,
      );
  }
  say(`a matrix product is right: ${backend.version}`);
}

async function setUp() {
  if (process.argv.includes('--help')) return say(usage.trim());
  const source = packageFolder();
  const { version } = JSON.parse(fs.readFileSync(join(source, 'package.json'), 'utf8'));
  const home = join(cache, `${libraryVersion}-tfjs-node-${version}`);
  if (fs.existsSync(join(home, 'lib'))) say(`libtensorflow ${libraryVersion} is in ${home}`);
  else fillCache(home, source);
  link(home, source);
  await prove(home);
}

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`error: ${error.message}\n       ${error.hint}\n`);
  process.exitCode = 1;
}
