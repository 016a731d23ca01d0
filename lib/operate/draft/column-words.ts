/*
 * What senders call their columns, in English, German, Korean and a little Japanese: names in lower case, words parted by single blanks, the
 * likeliest first. A contract column that is not here goes by its own name.
 */

/** The contract's columns. */
export const columnWords: Readonly<Record<string, readonly string[]>> = {
  transaction_id:
    words(`transaction id, trans id, txn id, trx id, transaction number, transaction no, trans num, trans no, txn no,
    payment id, charge id, psp reference, balance transaction id, id, uuid, reference number, reference no, payment reference, reference, ref,
    approval number, receipt number, order id, order number, order no, invoice no, invoice number, invoice id, invoice,
    거래번호, 거래고유번호, 거래id, 승인번호, 주문번호, transaktionsnummer, transaktions id, buchungsnummer, belegnummer, referenz,
    bestellnummer, auftragsnummer, rechnungsnummer, 取引番号, 承認番号`),
  customer_id:
    words(`customer id, customer number, customer no, client id, client number, user id, member id, member number, cardholder id,
    account id, account number, shopper reference, customer reference, customer, cardholder, 고객번호, 고객id, 회원번호, 회원id,
    kundennummer, kunden id, kundenreferenz, kunde, kontonummer, 顧客番号, 会員番号`),
  card_id:
    words(`card id, card token, card number, card no, card num, cc num, masked pan, pan, card fingerprint, card alias, fingerprint, card last4, card last 4, last4, last 4, last four,
    payment card, credit card number, card, 카드번호, 카드, kartennummer, kartennr, karten id, karte, カード番号`),
  merchant_id:
    words(`merchant id, merchant number, merchant no, merchant code, mid, supplier id, supplier number, supplier no, supplier code,
    vendor id, vendor number, vendor no, store id, shop id, merchant account, 가맹점번호, 가맹점id, 가맹점코드, 사업자번호, 사업자등록번호,
    händlernummer, haendlernummer, händler id, lieferantennummer, kreditorennummer, 加盟店番号`),
  merchant_name:
    words(`merchant name, merchant, supplier name, supplier, vendor name, vendor, payee name, payee, beneficiary name, beneficiary,
    store name, shop name, creditor name, retailer, counterparty, body name, 가맹점명, 가맹점, 상호, 상호명, 사용처, 이용가맹점, händlername, händler, haendler,
    zahlungsempfänger, empfängername, empfänger, begünstigter, beguenstigter zahlungspflichtiger, begünstigter zahlungspflichtiger,
    auftraggeber empfänger, name zahlungsbeteiligter, lieferant, lieferantenname, kreditor, 加盟店名, 店舗名, 利用店名`),
  txn_ts:
    words(`txn ts, transaction timestamp, transaction date time, trans date trans time, transaction datetime, transaction date,
    trans date, txn date, date of transaction, payment date, paid date, date paid, payment datetime, created, created at, created utc, creation date, timestamp,
    datetime, date time, purchase date, order date, order purchase timestamp, invoice date, booking date, posting date, posted date,
    date, value date, time, unix time, 거래일시, 거래일자, 거래일, 승인일시, 승인일자, 승인일, 이용일시, 이용일자, 이용일, 결제일시, 결제일자, 결제일, 매출일자,
    buchungstag, buchungsdatum, transaktionsdatum, umsatzdatum, belegdatum, zahlungsdatum, datum, valutadatum, valuta, wertstellung,
    取引日時, 取引日, 利用日, ご利用日`),
  amount:
    words(`gross amount, transaction amount, billing gross amt, original gross amt, gross amt, amount, amt, transaction amt, gross, payment amount, paid amount, total amount, order total,
    invoice amount, line total, total, value, sum, price, net amount, net, amount paid, 거래금액, 승인금액, 이용금액, 결제금액, 매출금액, 금액, 합계금액,
    betrag, bruttobetrag, brutto, umsatz, buchungsbetrag, summe, nettobetrag, 取引金額, 利用金額, ご利用金額, 金額`),
  currency:
    words(`currency, currency code, transaction currency, gross currency, payment currency, ccy, cur code, curr, cur, original cur,
    통화, 통화코드, währung, waehrung, währungscode, 通貨`),
  mcc: words('mcc, mcc code, merchant category code, category code, 업종코드, branchencode'),
  status:
    words(`status, transaction status, payment status, state, result, response, response code, auth result, authorisation result,
    승인여부, 거래상태, 처리상태, 상태, ergebnis, buchungsstatus, ステータス`),
  is_refund: words(
    'is refund, refund, refund flag, is return, return flag, 환불여부, 취소여부, rückerstattung, erstattung, 返金',
  ),
  channel:
    words(`channel, sales channel, transaction channel, payment channel, entry mode, pos entry mode, use chip, 채널, 거래채널, 이용채널,
    kanal, vertriebskanal, チャネル`),
  original_transaction_id:
    words(`original transaction id, original reference, original id, original order id, parent transaction id,
    modification merchant reference, refund of, 원거래번호, 원승인번호, ursprüngliche transaktionsnummer`),
  version: words('version, revision, version number'),
};

/** Other columns that a declaration speaks of. */
export const otherWords = {
  clock: words(
    `transaction time, trans time, time, time of day, 거래시간, 승인시간, 이용시간, 거래시각, 승인시각, uhrzeit, zeit, buchungszeit, 取引時間, 時刻`,
  ),
  zone: words('time zone, timezone, tz, 시간대, zeitzone'),
  debit: words(
    'debit, debit amount, gross debit, paid out, money out, withdrawal, withdrawals, 출금액, 출금, 출금금액, soll, 出金',
  ),
  credit: words(
    'credit, credit amount, gross credit, paid in, money in, deposit, deposits, 입금액, 입금, 입금금액, haben, 入金',
  ),
  quantity: words('quantity, qty, units, count, 수량, menge, anzahl, stück, 数量'),
  price: words('unit price, price, price each, unitprice, 단가, einzelpreis, stückpreis, preis, 単価'),
  side: words(`debit credit, dr cr, d c, dc, cr dr, credit debit, credit debit indicator, debit credit indicator, type, transaction type, trans type, txn type,
    record type, kind, reporting category, 거래구분, 입출금구분, 승인구분, 매출구분, 구분, 승인취소구분, soll haben, soll haben kennzeichen, s h, umsatzart, buchungsart, vorgang, art, 取引区分`),
  category:
    words(`merchant category, category, category name, trans cac desc 1, expense type, expense category, expenditure category, expense area, 업종, 업종명,
    kategorie, branche, カテゴリ`),
  person:
    words(`first, last, first name, last name, full name, cardholder name, email, e mail, customer email, customer name, customer phone, shopper email, shopper name, billing address, phone, phone number, street, address, dob, date of birth,
    birth date, ssn, passport, 성명, 이름, 고객명, 전화번호, 주소, 생년월일, 이메일, vorname, nachname, telefon, straße, adresse, geburtsdatum, 氏名, 住所, 電話番号`),
} as const;

function words(text: string): string[] {
  return text.split(',').map((word) => word.replace(/\s+/g, ' ').trim());
}
