-- Files go by the thousand, with the persons whose term has ended or with an import that is taken back: what refers to one
-- is found without reading every document, notice, dispatch and bank file for each.
create index document_by_file on document (company_id, file_id) where file_id is not null;
create index notice_by_file on notice (company_id, pdf_file_id) where pdf_file_id is not null;
create index dispatch_by_file on dispatch (company_id, bytes_file_id) where bytes_file_id is not null;
create index bank_file_by_file on bank_file (company_id, file_id);
