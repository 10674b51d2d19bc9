package io.tablecache.jdbc.forward;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.TimerTask;
import java.util.concurrent.Executor;
import java.util.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.Encoding;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ReplicationProtocol;
import org.postgresql.core.TransactionState;
import org.postgresql.core.TypeInfo;
import org.postgresql.core.Version;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.FieldMetadata;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.jdbc.TimestampUtils;
import org.postgresql.largeobject.LargeObjectManager;
import org.postgresql.replication.PGReplicationConnection;
import org.postgresql.util.LruCache;
import org.postgresql.util.PGobject;
import org.postgresql.xml.PGXmlFactoryFactory;

/**
 * A connection that passes every call on to another one.
 *
 * <p>As thread-safe as its delegate.
 */
@SuppressWarnings("deprecation")
public abstract class ForwardingConnection extends ForwardingWrapper implements BaseConnection {

  @Override
  protected abstract BaseConnection delegate();

  @Override
  public Statement createStatement() throws SQLException {
    return delegate().createStatement();
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return delegate().prepareStatement(sql);
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return delegate().prepareCall(sql);
  }

  @Override
  public String nativeSQL(String sql) throws SQLException {
    return delegate().nativeSQL(sql);
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    delegate().setAutoCommit(autoCommit);
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    return delegate().getAutoCommit();
  }

  @Override
  public void commit() throws SQLException {
    delegate().commit();
  }

  @Override
  public void rollback() throws SQLException {
    delegate().rollback();
  }

  @Override
  public void close() throws SQLException {
    delegate().close();
  }

  @Override
  public boolean isClosed() throws SQLException {
    return delegate().isClosed();
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    return delegate().getMetaData();
  }

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    delegate().setReadOnly(readOnly);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return delegate().isReadOnly();
  }

  @Override
  public void setCatalog(String catalog) throws SQLException {
    delegate().setCatalog(catalog);
  }

  @Override
  public String getCatalog() throws SQLException {
    return delegate().getCatalog();
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    delegate().setTransactionIsolation(level);
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    return delegate().getTransactionIsolation();
  }

  @Override
  public SQLWarning getWarnings() throws SQLException {
    return delegate().getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    delegate().clearWarnings();
  }

  @Override
  public Statement createStatement(int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return delegate().createStatement(resultSetType, resultSetConcurrency);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return delegate().prepareStatement(sql, resultSetType, resultSetConcurrency);
  }

  @Override
  public CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return delegate().prepareCall(sql, resultSetType, resultSetConcurrency);
  }

  @Override
  public java.util.Map<String, Class<?>> getTypeMap() throws SQLException {
    return delegate().getTypeMap();
  }

  @Override
  public void setTypeMap(java.util.Map<String, Class<?>> map) throws SQLException {
    delegate().setTypeMap(map);
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    delegate().setHoldability(holdability);
  }

  @Override
  public int getHoldability() throws SQLException {
    return delegate().getHoldability();
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return delegate().setSavepoint();
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return delegate().setSavepoint(name);
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    delegate().rollback(savepoint);
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    delegate().releaseSavepoint(savepoint);
  }

  @Override
  public Statement createStatement(
      int resultSetType, int resultSetConcurrency, int resultSetHoldability) throws SQLException {
    return delegate().createStatement(resultSetType, resultSetConcurrency, resultSetHoldability);
  }

  @Override
  public PreparedStatement prepareStatement(
      String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability)
      throws SQLException {
    return delegate()
        .prepareStatement(sql, resultSetType, resultSetConcurrency, resultSetHoldability);
  }

  @Override
  public CallableStatement prepareCall(
      String sql, int resultSetType, int resultSetConcurrency, int resultSetHoldability)
      throws SQLException {
    return delegate().prepareCall(sql, resultSetType, resultSetConcurrency, resultSetHoldability);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
    return delegate().prepareStatement(sql, autoGeneratedKeys);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
    return delegate().prepareStatement(sql, columnIndexes);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
    return delegate().prepareStatement(sql, columnNames);
  }

  @Override
  public Clob createClob() throws SQLException {
    return delegate().createClob();
  }

  @Override
  public Blob createBlob() throws SQLException {
    return delegate().createBlob();
  }

  @Override
  public NClob createNClob() throws SQLException {
    return delegate().createNClob();
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    return delegate().createSQLXML();
  }

  @Override
  public boolean isValid(int timeout) throws SQLException {
    return delegate().isValid(timeout);
  }

  @Override
  public void setClientInfo(String name, String value) throws SQLClientInfoException {
    delegate().setClientInfo(name, value);
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    delegate().setClientInfo(properties);
  }

  @Override
  public String getClientInfo(String name) throws SQLException {
    return delegate().getClientInfo(name);
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    return delegate().getClientInfo();
  }

  @Override
  public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    return delegate().createArrayOf(typeName, elements);
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    return delegate().createStruct(typeName, attributes);
  }

  @Override
  public void setSchema(String schema) throws SQLException {
    delegate().setSchema(schema);
  }

  @Override
  public String getSchema() throws SQLException {
    return delegate().getSchema();
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    delegate().abort(executor);
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    delegate().setNetworkTimeout(executor, milliseconds);
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    return delegate().getNetworkTimeout();
  }

  @Override
  public void beginRequest() throws SQLException {
    delegate().beginRequest();
  }

  @Override
  public void endRequest() throws SQLException {
    delegate().endRequest();
  }

  @Override
  public boolean setShardingKeyIfValid(
      ShardingKey shardingKey, ShardingKey superShardingKey, int timeout) throws SQLException {
    return delegate().setShardingKeyIfValid(shardingKey, superShardingKey, timeout);
  }

  @Override
  public boolean setShardingKeyIfValid(ShardingKey shardingKey, int timeout) throws SQLException {
    return delegate().setShardingKeyIfValid(shardingKey, timeout);
  }

  @Override
  public void setShardingKey(ShardingKey shardingKey, ShardingKey superShardingKey)
      throws SQLException {
    delegate().setShardingKey(shardingKey, superShardingKey);
  }

  @Override
  public void setShardingKey(ShardingKey shardingKey) throws SQLException {
    delegate().setShardingKey(shardingKey);
  }

  @Override
  public Array createArrayOf(String typeName, Object elements) throws SQLException {
    return ((PGConnection) delegate()).createArrayOf(typeName, elements);
  }

  @Override
  public PGNotification[] getNotifications() throws SQLException {
    return ((PGConnection) delegate()).getNotifications();
  }

  @Override
  public PGNotification[] getNotifications(int timeoutMillis) throws SQLException {
    return ((PGConnection) delegate()).getNotifications(timeoutMillis);
  }

  @Override
  public CopyManager getCopyAPI() throws SQLException {
    return ((PGConnection) delegate()).getCopyAPI();
  }

  @Override
  public LargeObjectManager getLargeObjectAPI() throws SQLException {
    return ((PGConnection) delegate()).getLargeObjectAPI();
  }

  @Override
  public Fastpath getFastpathAPI() throws SQLException {
    return ((PGConnection) delegate()).getFastpathAPI();
  }

  @Deprecated
  @Override
  public void addDataType(String type, String className) {
    ((PGConnection) delegate()).addDataType(type, className);
  }

  @Override
  public void addDataType(String type, Class<? extends PGobject> klass) throws SQLException {
    ((PGConnection) delegate()).addDataType(type, klass);
  }

  @Override
  public void setPrepareThreshold(int threshold) {
    ((PGConnection) delegate()).setPrepareThreshold(threshold);
  }

  @Override
  public int getPrepareThreshold() {
    return ((PGConnection) delegate()).getPrepareThreshold();
  }

  @Override
  public void setDefaultFetchSize(int fetchSize) throws SQLException {
    ((PGConnection) delegate()).setDefaultFetchSize(fetchSize);
  }

  @Override
  public int getDefaultFetchSize() {
    return ((PGConnection) delegate()).getDefaultFetchSize();
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    ((PGConnection) delegate()).setQueryTimeout(seconds);
  }

  @Override
  public int getQueryTimeout() {
    return ((PGConnection) delegate()).getQueryTimeout();
  }

  @Override
  public int getBackendPID() {
    return ((PGConnection) delegate()).getBackendPID();
  }

  @Override
  public void cancelQuery() throws SQLException {
    ((PGConnection) delegate()).cancelQuery();
  }

  @Override
  public String escapeIdentifier(String identifier) throws SQLException {
    return ((PGConnection) delegate()).escapeIdentifier(identifier);
  }

  @Override
  public String escapeLiteral(String literal) throws SQLException {
    return ((PGConnection) delegate()).escapeLiteral(literal);
  }

  @Override
  public PreferQueryMode getPreferQueryMode() {
    return ((PGConnection) delegate()).getPreferQueryMode();
  }

  @Override
  public AutoSave getAutosave() {
    return ((PGConnection) delegate()).getAutosave();
  }

  @Override
  public void setAutosave(AutoSave autoSave) {
    ((PGConnection) delegate()).setAutosave(autoSave);
  }

  @Override
  public PGReplicationConnection getReplicationAPI() {
    return ((PGConnection) delegate()).getReplicationAPI();
  }

  @Override
  public void alterUserPassword(String user, char[] newPassword, String encryptionType)
      throws SQLException {
    ((PGConnection) delegate()).alterUserPassword(user, newPassword, encryptionType);
  }

  @Override
  public Map<String, String> getParameterStatuses() {
    return ((PGConnection) delegate()).getParameterStatuses();
  }

  @Override
  public String getParameterStatus(String parameterName) {
    return ((PGConnection) delegate()).getParameterStatus(parameterName);
  }

  @Override
  public void setAdaptiveFetch(boolean adaptiveFetch) {
    ((PGConnection) delegate()).setAdaptiveFetch(adaptiveFetch);
  }

  @Override
  public boolean getAdaptiveFetch() {
    return ((PGConnection) delegate()).getAdaptiveFetch();
  }

  @Override
  public ResultSet execSQLQuery(String s) throws SQLException {
    return delegate().execSQLQuery(s);
  }

  @Override
  public ResultSet execSQLQuery(String s, int resultSetType, int resultSetConcurrency)
      throws SQLException {
    return delegate().execSQLQuery(s, resultSetType, resultSetConcurrency);
  }

  @Override
  public void execSQLUpdate(String s) throws SQLException {
    delegate().execSQLUpdate(s);
  }

  @Override
  public QueryExecutor getQueryExecutor() {
    return delegate().getQueryExecutor();
  }

  @Override
  public ReplicationProtocol getReplicationProtocol() {
    return delegate().getReplicationProtocol();
  }

  @Override
  public Object getObject(String type, String value, byte[] byteValue) throws SQLException {
    return delegate().getObject(type, value, byteValue);
  }

  @Override
  public Encoding getEncoding() throws SQLException {
    return delegate().getEncoding();
  }

  @Override
  public TypeInfo getTypeInfo() {
    return delegate().getTypeInfo();
  }

  @Override
  public boolean haveMinimumServerVersion(int ver) {
    return delegate().haveMinimumServerVersion(ver);
  }

  @Override
  public boolean haveMinimumServerVersion(Version ver) {
    return delegate().haveMinimumServerVersion(ver);
  }

  @Override
  public byte[] encodeString(String str) throws SQLException {
    return delegate().encodeString(str);
  }

  @Override
  public String escapeString(String str) throws SQLException {
    return delegate().escapeString(str);
  }

  @Override
  public boolean getStandardConformingStrings() {
    return delegate().getStandardConformingStrings();
  }

  @Override
  public TimestampUtils getTimestampUtils() {
    return delegate().getTimestampUtils();
  }

  @Override
  public Logger getLogger() {
    return delegate().getLogger();
  }

  @Override
  public boolean getStringVarcharFlag() {
    return delegate().getStringVarcharFlag();
  }

  @Override
  public TransactionState getTransactionState() {
    return delegate().getTransactionState();
  }

  @Override
  public boolean binaryTransferSend(int oid) {
    return delegate().binaryTransferSend(oid);
  }

  @Override
  public boolean isColumnSanitiserDisabled() {
    return delegate().isColumnSanitiserDisabled();
  }

  @Override
  public void addTimerTask(TimerTask timerTask, long milliSeconds) {
    delegate().addTimerTask(timerTask, milliSeconds);
  }

  @Override
  public void purgeTimerTasks() {
    delegate().purgeTimerTasks();
  }

  @Override
  public LruCache<FieldMetadata.Key, FieldMetadata> getFieldMetadataCache() {
    return delegate().getFieldMetadataCache();
  }

  @Override
  public CachedQuery createQuery(
      String sql, boolean escapeProcessing, boolean isParameterized, String... columnNames)
      throws SQLException {
    return delegate().createQuery(sql, escapeProcessing, isParameterized, columnNames);
  }

  @Override
  public void setFlushCacheOnDeallocate(boolean flushCacheOnDeallocate) {
    delegate().setFlushCacheOnDeallocate(flushCacheOnDeallocate);
  }

  @Override
  public boolean hintReadOnly() {
    return delegate().hintReadOnly();
  }

  @Override
  public PGXmlFactoryFactory getXmlFactoryFactory() throws SQLException {
    return delegate().getXmlFactoryFactory();
  }

  @Override
  public boolean getLogServerErrorDetail() {
    return delegate().getLogServerErrorDetail();
  }

  @Override
  public boolean getConvertBooleanToNumeric() {
    return delegate().getConvertBooleanToNumeric();
  }
}
