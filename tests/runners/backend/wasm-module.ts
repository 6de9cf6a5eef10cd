/** Reads the code of a WebAssembly module, to change single instructions. */

/** A floating-point instruction that can be replaced by another one of the same length and type. */
export interface Arithmetic {
  name: string;
  replacement: string;
  /** Offset in the module of the byte that tells the instruction, and what it becomes. */
  at: number;
  byte: number;
}

export interface WasmFunction {
  index: number;
  exports: string[];
  /** Indices of the functions that it calls. */
  calls: number[];
  arithmetic: Arithmetic[];
}

const CODE_SECTION = 10;
const EXPORT_SECTION = 7;

/** Opcode of `abs`, from which the others follow in one order in every type. */
const scalarBases = { f32: 0x8b, f64: 0x99 };
const vectorBases = { f32x4: 224, f64x2: 236 };
const scalarOffsets = { abs: 0, neg: 1, sqrt: 6, add: 7, sub: 8, mul: 9, div: 10, min: 11, max: 12 };
const vectorOffsets = { abs: 0, neg: 1, sqrt: 3, add: 4, sub: 5, mul: 6, div: 7, min: 8, max: 9, pmin: 10, pmax: 11 };
const replacements: Record<string, keyof typeof vectorOffsets> = {
  abs: 'neg',
  neg: 'abs',
  sqrt: 'abs',
  add: 'sub',
  sub: 'add',
  mul: 'add',
  div: 'mul',
  min: 'max',
  max: 'min',
  pmin: 'pmax',
  pmax: 'pmin',
};

type Swap = Omit<Arithmetic, 'at'>;

/** The replacement of each opcode that has one. */
function swaps(bases: Record<string, number>, offsets: Record<string, number>): Map<number, Swap> {
  const found = new Map<number, Swap>();
  for (const [type, base] of Object.entries(bases)) {
    for (const [operation, offset] of Object.entries(offsets)) {
      const other = replacements[operation];
      // Vector opcodes are 128 to 255: two bytes, of which the first has the low seven bits and a mark.
      const opcode = base + offsets[other];
      const byte = bases === vectorBases ? (opcode & 127) | 128 : opcode;
      found.set(base + offset, { name: `${type}.${operation}`, replacement: `${type}.${other}`, byte });
    }
  }
  return found;
}

const scalarSwaps = swaps(scalarBases, scalarOffsets);
const vectorSwaps = swaps(vectorBases, vectorOffsets);

class Reader {
  at = 0;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  byte(): number {
    return this.bytes[this.at++];
  }

  /** An unsigned LEB128 number; also skips a signed one. */
  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  numbers(count: number): void {
    for (let i = 0; i < count; i++) this.number();
  }

  text(): string {
    const length = this.number();
    this.at += length;
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
  }
}

/** Skips the immediates of a one-byte instruction. */
function skipPlain(opcode: number, reader: Reader): void {
  if (opcode >= 0x28 && opcode <= 0x3e) return reader.numbers(2);
  switch (opcode) {
    case 0x0e:
    case 0x1c:
      return reader.numbers(reader.number() + (opcode === 0x0e ? 1 : 0));
    case 0x11:
      return reader.numbers(2);
    case 0x43:
      reader.at += 4;
      return;
    case 0x44:
      reader.at += 8;
      return;
  }
  const one = [0x02, 0x03, 0x04, 0x0c, 0x0d, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0x41, 0x42];
  if (one.includes(opcode) || opcode === 0xd0 || opcode === 0xd2) reader.number();
}

function skipVector(opcode: number, reader: Reader): void {
  if (opcode <= 11 || opcode === 92 || opcode === 93) reader.numbers(2);
  else if (opcode === 12 || opcode === 13) reader.at += 16;
  else if (opcode >= 21 && opcode <= 34) reader.at += 1;
  else if (opcode >= 84 && opcode <= 91) {
    reader.numbers(2);
    reader.at += 1;
  }
}

/** Immediates of the instructions behind the prefix 0xFC: conversions, then bulk memory and tables. */
const miscellaneous = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

function readBody(reader: Reader, index: number): WasmFunction {
  const found: WasmFunction = { index, exports: [], calls: [], arithmetic: [] };
  const size = reader.number();
  const end = reader.at + size;
  for (let locals = reader.number(); locals > 0; locals--) reader.numbers(2);
  while (reader.at < end) {
    const at = reader.at;
    const opcode = reader.byte();
    if (opcode === 0xfd) {
      const vector = reader.number();
      const swap = vectorSwaps.get(vector);
      if (swap) found.arithmetic.push({ ...swap, at: at + 1 });
      else skipVector(vector, reader);
    } else if (opcode === 0xfc) {
      reader.numbers(miscellaneous[reader.number()]);
    } else if (opcode === 0xfe) {
      reader.numbers(reader.number() === 3 ? 1 : 2);
    } else if (opcode === 0x10) {
      found.calls.push(reader.number());
    } else {
      const swap = scalarSwaps.get(opcode);
      if (swap) found.arithmetic.push({ ...swap, at });
      else skipPlain(opcode, reader);
    }
  }
  if (reader.at !== end) throw new Error(`function ${index} ends at ${reader.at}, not ${end}`);
  return found;
}

function readExports(reader: Reader): [number, string][] {
  return Array.from({ length: reader.number() }, () => {
    const name = reader.text();
    const isFunction = reader.byte() === 0;
    const index = reader.number();
    return [isFunction ? index : -1, name];
  });
}

/** The functions of a module. */
export function functionsOf(bytes: Uint8Array<ArrayBuffer>): WasmFunction[] {
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(bytes)).filter(({ kind }) => kind === 'function');
  const reader = new Reader(bytes);
  let exported: [number, string][] = [];
  let functions: WasmFunction[] = [];
  reader.at = 8;
  while (reader.at < bytes.length) {
    const id = reader.byte();
    const size = reader.number();
    const end = reader.at + size;
    if (id === EXPORT_SECTION) exported = readExports(reader);
    if (id === CODE_SECTION) {
      functions = Array.from({ length: reader.number() }, (_, i) => readBody(reader, imported.length + i));
    }
    reader.at = end;
  }
  for (const each of functions) {
    each.exports = exported.filter(([index]) => index === each.index).map(([, name]) => name);
  }
  return functions;
}

/** The names of the exported functions that reach each function, by its index. */
export function reachedBy(functions: WasmFunction[]): Map<number, Set<string>> {
  const reached = new Map(functions.map(({ index }) => [index, new Set<string>()]));
  const byIndex = new Map(functions.map((each) => [each.index, each]));
  const visit = (index: number, name: string) => {
    const names = reached.get(index);
    if (!names || names.has(name)) return;
    names.add(name);
    for (const callee of byIndex.get(index)!.calls) visit(callee, name);
  };
  for (const { index, exports } of functions) for (const name of exports) visit(index, name);
  return reached;
}

/** A copy of the module with one instruction changed. */
export function mutate(bytes: Uint8Array<ArrayBuffer>, { at, byte }: Arithmetic): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  copy[at] = byte;
  return copy;
}
