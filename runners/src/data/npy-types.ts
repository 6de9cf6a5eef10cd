/** What the numbers of an array are kept in. */
export type NumberArray =
  Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | Uint8Array | Uint16Array | Uint32Array;

export interface Decoder {
  /** Of one number. */
  bytes: number;
  /** Reads `count` numbers; gives the one number that a double cannot hold exactly, where there is one. */
  decode(view: DataView, count: number): NumberArray | number;
}

interface Kind {
  bytes: number;
  array: new (length: number) => NumberArray;
  at(view: DataView, offset: number, little: boolean): number;
}

const kinds: Record<string, Kind> = {
  f2: { bytes: 2, array: Float32Array, at: (view, at, little) => half(view.getUint16(at, little)) },
  f4: { bytes: 4, array: Float32Array, at: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, array: Float64Array, at: (view, at, little) => view.getFloat64(at, little) },
  i1: { bytes: 1, array: Int8Array, at: (view, at) => view.getInt8(at) },
  i2: { bytes: 2, array: Int16Array, at: (view, at, little) => view.getInt16(at, little) },
  i4: { bytes: 4, array: Int32Array, at: (view, at, little) => view.getInt32(at, little) },
  i8: { bytes: 8, array: Float64Array, at: (view, at, little) => Number(view.getBigInt64(at, little)) },
  u1: { bytes: 1, array: Uint8Array, at: (view, at) => view.getUint8(at) },
  u2: { bytes: 2, array: Uint16Array, at: (view, at, little) => view.getUint16(at, little) },
  u4: { bytes: 4, array: Uint32Array, at: (view, at, little) => view.getUint32(at, little) },
  u8: { bytes: 8, array: Float64Array, at: (view, at, little) => Number(view.getBigUint64(at, little)) },
  b1: { bytes: 1, array: Uint8Array, at: (view, at) => Number(view.getUint8(at) !== 0) },
};

/** A type as NumPy writes it, `<f8`; null for one that is no plain number. */
export function decoderOf(type: string): Decoder | null {
  const [, order, name] = /^([<>|=]?)([a-z]\d+)$/.exec(type) ?? [];
  const kind = kinds[name];
  // `=` is the order of a machine that is not named.
  if (!kind || order === '=') return null;
  const isInteger = /^[iu]8$/.test(name);
  return {
    bytes: kind.bytes,
    decode(view, count) {
      const values = new kind.array(count);
      for (let i = 0; i < count; i++) {
        const value = kind.at(view, i * kind.bytes, order !== '>');
        if (isInteger && !Number.isSafeInteger(value)) return value;
        values[i] = value;
      }
      return values;
    },
  };
}

/** A number of 16 bits (IEEE 754 binary16). */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return (sign * fraction) / (1 << 24);
  const scaled = (1024 + fraction) / 1024;
  return sign * (exponent >= 15 ? scaled * (1 << (exponent - 15)) : scaled / (1 << (15 - exponent)));
}
