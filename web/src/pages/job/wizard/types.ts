// How the types of fields are told to people.

export const TYPE_WORDS: Record<string, string> = {
  text: "Text",
  email: "E-mail address",
  phone: "Phone number",
  address: "Address",
  name: "Name",
  url: "Web address",
  number: "Number",
  currency: "Amount of money",
  percentage: "Percentage",
  integer: "Whole number",
  date_mdy: "Date: month/day/year",
  date_dmy: "Date: day/month/year",
  date_ymd: "Date: year-month-day",
  time: "Time of day",
  boolean: "Yes or no",
};

export function typeWords(type: string): string {
  return TYPE_WORDS[type] ?? type;
}
