import type { SignalsDto } from '@/lib/contract/graph';
import { codeKey } from '@/lib/domain/codes';
import { formatRate, formatRatio } from '@/lib/domain/format';
import { explainFlags } from '@/lib/domain/response-flags';
import styles from './side-panel.module.css';

type CodeRate = SignalsDto['codes'][number];

/** Requests by what was answered, errors first, with Envoy's flags in words. */
export function CodesTable({ codes }: { readonly codes: readonly CodeRate[] }) {
  const total = codes.reduce((sum, { rate }) => sum + rate, 0);
  const sorted = codes.toSorted((a, b) => Number(b.error) - Number(a.error) || b.rate - a.rate);
  return (
    <table className={styles.codes}>
      <thead>
        <tr>
          <th scope="col">Answer</th>
          <th scope="col">Why</th>
          <th scope="col">Rate</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((code) => (
          <tr key={codeKey(code)}>
            <th scope="row" className={code.error ? styles.error : undefined}>
              {codeText(code)}
            </th>
            <td>{flagsText(code)}</td>
            <td>
              {formatRate(code.rate)}
              {total > 0 && ` (${formatRatio(code.rate / total)})`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `0` is what a mesh writes when there was no response. */
function codeText({ httpCode, grpcStatus, error }: CodeRate): string {
  const http = httpCode === '0' ? 'no response' : httpCode;
  const grpc = grpcStatus === undefined ? undefined : `gRPC ${grpcStatus}`;
  const text = [grpc, grpc !== undefined && http === '200' ? undefined : http]
    .filter((part) => part !== undefined)
    .join(', ');
  return error ? `${text} error` : text;
}

function flagsText({ flags }: CodeRate): string {
  return explainFlags(flags)
    .map(({ flag, meaning }) => (meaning === null ? flag : `${flag}: ${meaning}`))
    .join('; ');
}
