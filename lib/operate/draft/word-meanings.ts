/** What senders' words mean in the contract's closed sets; words in lower case. What is not here a person must say. */
export const wordMeanings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  status: {
    ...meaning(
      'approved',
      `approved, approve, accepted, authorised, authorized, captured, settled, settledbulk, paid, posted, booked, completed, complete, success,
      succeeded, successful, ok, available, 승인, 정상, 완료, 성공, gebucht, genehmigt, erfolgreich, abgeschlossen, 承認, 完了, 00, 000, a`,
    ),
    ...meaning(
      'declined',
      `declined, decline, rejected, refused, denied, failed, failure, unsuccessful, 거절, 실패, 승인거절, abgelehnt, fehlgeschlagen, 拒否, 失敗`,
    ),
  },
  channel: {
    ...meaning(
      'online',
      `online, ecommerce, e commerce, ecom, web, internet, website, cnp, card not present, online transaction, moto, 온라인, 인터넷, pc,
      onlineshop, オンライン`,
    ),
    ...meaning(
      'pos',
      `pos, in store, instore, store, shop, retail, terminal, offline, chip, chip transaction, swipe, swipe transaction, contactless, card present, cp,
      오프라인, 매장, 단말기, kasse, filiale, 店舗`,
    ),
    ...meaning('mobile', 'mobile, app, mobile app, in app, ios, android, 모바일, 앱, モバイル'),
    ...meaning('unknown', 'unknown, other, 기타, unbekannt'),
  },
  is_refund: {
    ...meaning(
      'true',
      'true, t, y, yes, 1, refund, refunded, return, returned, chargeback, 환불, 취소, ja, erstattung, 返金',
    ),
    ...meaning('false', 'false, f, n, no, 0, sale, purchase, payment, 승인, nein, kauf'),
  },
};

/** Words of the side on which an amount stands: money spent at a merchant, and money that went back. */
export const sides: { positive: readonly string[]; negative: readonly string[] } = {
  positive: list(
    `d, dr, debit, s, soll, sale, sales, purchase, payment, charge, capture, settled, 출금, 승인, 매출, 정상, belastung, kauf, 出金, 売上`,
  ),
  negative:
    list(`c, cr, credit, h, haben, refund, refunded, return, reversal, chargeback, payment refund, payment reversal, charge refund, 입금, 취소, 환불, 승인취소, 매출취소, gutschrift, erstattung,
    rückerstattung, storno, 入金, 返金, 取消`),
};

/** Kinds of row that are no card transaction. */
export const otherRows =
  list(`payout, payouts, merchant payout, merchantpayout, transfer, transfer out, topup, top up, fee, fees, stripe fee, network fee, invoice deduction, invoicededuction,
  balance transfer, balancetransfer, deposit correction, depositcorrection, reserve adjustment, contribution, auszahlung, gebühr, 정산, 수수료, 출금이체`);

function meaning(value: string, words: string): Record<string, string> {
  return Object.fromEntries(list(words).map((word) => [word, value]));
}

function list(words: string): string[] {
  return words.split(',').map((word) => word.replace(/\s+/g, ' ').trim());
}
