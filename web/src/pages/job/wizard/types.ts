// How the types of fields are told to people.
import type { DataType } from "@/api/templates";

export const TYPE_WORDS: Record<DataType, string> = {
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

/** The types that are offered, in their order. */
export const DATA_TYPES = Object.keys(TYPE_WORDS) as DataType[];
