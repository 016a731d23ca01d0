import { defineFeed } from '../../../lib/feeds/define-feed.ts';

/** A card company's settlement in CP949 (`euc-kr` reads both): date and time in two columns, amounts with their sign behind them. */
export const koreanCards = defineFeed({
  name: 'korean-cards',
  dataset: 'transactions',
  description: 'Card settlements of the Korean acquirer, one CSV a day.',
  zone: 'Asia/Seoul',
  lateDays: 7,
  lookbackDays: 'unlimited',
  idPrefix: 'kr-',
  shape: {
    form: 'csv',
    encoding: 'euc-kr',
    footer: { column: '승인일자', startsWith: ['합계'] },
    header: [
      '승인일자',
      '승인시각',
      '승인번호',
      '카드번호',
      '고객번호',
      '가맹점번호',
      '가맹점명',
      '업종',
      '구분',
      '거래금액',
    ],
    money: { amount: '거래금액', currency: { constant: 'KRW' }, thousands: ',', positive: '5원', negative: '-5원' },
    columns: {
      transaction_id: { join: ['승인일자', '승인번호'], by: '-' },
      customer_id: { from: '고객번호' },
      card_id: { lastDigitsOf: '카드번호', digits: 4, prefix: 'card-' },
      merchant_id: { from: '가맹점번호' },
      merchant_name: { from: '가맹점명' },
      txn_ts: { timeFrom: ['승인일자', '승인시각'], format: 'yyyymmdd HHMMSS' },
      amount: { money: 'amount' },
      currency: { money: 'currency' },
      mcc: { from: '업종', values: { 편의점: '5499', 일반음식점: '5812', 서점: '5942' }, otherwise: '0000' },
      status: { from: '구분', values: { 승인: 'approved', 취소: 'approved', 거절: 'declined' } },
      is_refund: { from: '구분', values: { 승인: 'false', 취소: 'true', 거절: 'false' } },
      channel: { constant: 'pos' },
    },
  },
});
